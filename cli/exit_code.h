// What the program's exit status says; docs/cli.md tells what each command means by it.
#pragma once

#include <algorithm>
#include <cstdint>

namespace remit {

// Ordered: of several answers, the greatest is the status.
enum class ExitCode : uint8_t {
  Done = 0,      // allow or notify; the command did what it was asked
  Escalate = 1,  // escalate; a test failed, a lint warned, a replay differs
  Rejected = 2,  // a policy was rejected
  BadInput = 3,  // bad input or arguments, or evidence that is missing
  Internal = 4,  // a fault of the program or its surroundings, such as a full disk under the output
};

inline ExitCode Worst(ExitCode a, ExitCode b) { return std::max(a, b); }

}  // namespace remit
