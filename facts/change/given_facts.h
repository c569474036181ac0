// What a file of facts adds to git's: held against the head, git's own members kept out. Private to
// facts/change.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit {

struct GivenFacts {
  std::vector<MapEntry> members;               // of `context.change`, without `author`
  std::optional<Value> author;                 // as given
  std::optional<std::string_view> repository;  // as given; among `members` too
  std::vector<Value> kept_approvals;           // what `members` refers to
  std::vector<Value> kept_findings;            // the same
};

// `facts` may be nullptr: nothing is given. A member that is null is absent.
Result<GivenFacts> ReadGivenFacts(const Value* facts, const std::string& head,
                                  std::vector<std::string>& notes);

}  // namespace remit
