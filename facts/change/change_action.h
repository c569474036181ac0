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
  std::string author;            // mail address of who makes it, where no commit says so
};

struct ChangeAction {
  std::string json;  // RFC 8785: the action as judged
  // The same with each text of git's as {"blob", "bytes", "digest", "offset"} in its place, which
  // is what is kept beside a record.
  std::string referring_json;
  std::vector<std::string> notes;  // what the reader must know of the facts; one line each
};

// The AuthZEN request: action `merge`; subject the agent, else the author; resource the repository;
// `context.change` of the type `Change`, `context.time`. Of given facts what belongs to another
// commit than the head is left out, with a note: `tests`, `coverage`, single `approvals` and
// `findings`; findings all of another commit are no findings at all. Text that would make the
// document larger than `limits.bytes` is left out as text over its own limit is. BadInput: the
// given facts are no object, or one of these is not of its type.
Result<ChangeAction> MakeChangeAction(const ChangeFacts& change, const ChangeRequest& request,
                                      const JsonLimits& limits = {});

// Whether a member of a change may come from elsewhere than git.
bool MayBeGiven(std::string_view member);

// The action as it was judged, its text read from the repository again. Missing: an object is not
// there. BadInput: no `referring_json`, or the object's text is not that of the digest.
Result<std::string> WithText(std::string_view referring_json, const Repository& repository);

}  // namespace remit
