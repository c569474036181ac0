// The facts of a change as the action `merge`, and that action without the text that git keeps.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/model/value.h"
#include "facts/change/change.h"
#include "facts/change/repository.h"

namespace remit {

// What deciding a change is given beside git's own facts.
struct ChangeRequest {
  const Value* facts = nullptr;  // members of `context.change` from elsewhere; git's own win
  Value now;                     // Timestamp: `context.time`
};

struct ChangeAction {
  std::string json;                // RFC 8785: the action as judged
  std::vector<std::string> notes;  // what was left out of the given facts, and why; one line each
};

// The AuthZEN request: action `merge`; subject the agent, else the author; resource the repository;
// `context.change` of the type `Change`, `context.time`. Of given facts the members `tests`,
// `coverage`, `findings` that belong to another commit than the head are left out, with a note.
// Text that would make the document larger than `limits.bytes` is left out as text over its limit
// is. BadInput: the given facts are no object, or a member is not of its type.
Result<ChangeAction> MakeChangeAction(const ChangeFacts& change, const ChangeRequest& request,
                                      const JsonLimits& limits = {});

// The action with each text of git's as {"blob", "offset", "bytes", "digest"} in its place: what is
// kept beside a record. RFC 8785 too.
std::string WithoutText(const ChangeFacts& change, std::string_view action_json);

// The action as it was judged, its text read from the repository again. Missing: an object is not
// there. BadInput: not what WithoutText writes, or the object's text is not that of the digest.
Result<std::string> WithText(std::string_view referring_json, const Repository& repository);

}  // namespace remit
