// Who counts as an agent, as data: known identities, trailers and lines. The list that comes with
// Remit is agent_marks.yaml; a project may add its own in the same form.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "facts/change/change.h"
#include "facts/change/trailers.h"

namespace re2 {
class RE2;
}

namespace remit {

enum class MarkKind : uint8_t {
  Identity,  // the mail address of author or committer
  Trailer,   // a trailer of that key whose value matches
  Line,      // any line of the message
  Bot,       // an identity that is a plain bot: never an agent, whatever else the list says
  Attest,    // a trailer by which the author says that a human wrote it all
};

struct AgentMark {
  MarkKind kind = MarkKind::Identity;
  std::string agent;  // its name, as facts have it: "claude"; empty for Bot and Attest
  std::string key;    // Trailer, Attest: in lower case
  std::shared_ptr<const re2::RE2> pattern;  // searched in the address, value or line
};

using AgentMarks = std::vector<AgentMark>;

// Reads a list; `name` is its path in errors ("marks.yaml:3: …"). BadInput.
Result<AgentMarks> ParseAgentMarks(std::string_view yaml, const std::string& name);

// Remit's own.
const AgentMarks& BuiltinAgentMarks();

// Fills `authorship` and `agent` of a commit whose other members are there, and gives the evidence
// ("author `…`", "trailer `…`", "line `…`"); nullopt where it is not marked. A mark wins over an
// attestation; an attestation counts only from the commit's own author: its value must hold the
// author's mail address.
std::optional<std::string> MarkCommit(ChangeCommit& commit, const std::vector<Trailer>& trailers,
                                      const AgentMarks& marks);

}  // namespace remit
