// What a name at the cursor could go on as. Knows nothing of terminals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/model/action.h"

namespace remit {

struct CompletionNames {
  std::vector<std::string> declared;  // by the policy, and variables of the input
  const Action* action = nullptr;     // whose members a dotted path may go on with
};

// The words, sorted, that the path ending at `line`'s end could become, whole: `context.ch` gives
// "context.change". After a dot: members that the action has there, functions of values and macros;
// else names, functions and namespaces. Functions end with "(".
std::vector<std::string> Complete(std::string_view line, const CompletionNames& names);

}  // namespace remit
