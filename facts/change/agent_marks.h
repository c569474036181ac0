// Who counts as an agent, as data: known identities, trailers and lines. The list that comes with
// Remit is agent_marks.yaml; a project may add its own in the same form.
#pragma once

#include <cstdint>
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
  Identity,  // the mail address of author or committer, or in a trailer that names an author
  Trailer,   // a trailer of that key whose value matches, wherever its line stands
  Line,      // any line of the message
  Bot,       // an identity that is a plain bot: never an agent, whatever else the list says
  Attest,    // a trailer by which the author says that a human wrote it all
};

struct AgentMark {
  MarkKind kind = MarkKind::Identity;
  std::string agent;  // its name, as facts have it: "claude"; empty for Bot and Attest
  std::string key;    // Trailer, Attest: in lower case
  // Searched in the address or value; of a Line in the whole message, whose lines it keeps apart.
  // Attest: none.
  std::shared_ptr<const re2::RE2> pattern;
};

using AgentMarks = std::vector<AgentMark>;

// Reads a list; errors are at "NAME:LINE:COLUMN". BadInput. The marks keep the order of the list,
// those of one agent as identities, trailers, lines. Lists are joined by appending.
Result<AgentMarks> ParseAgentMarks(std::string_view yaml, const std::string& name);

// Remit's own.
const AgentMarks& BuiltinAgentMarks();

// Fills `authorship`, `agent`, `by_agent`, `agent_trailers` and `from_bot` of a commit whose other
// members are there, and gives the evidence
// ("author `…`", "trailer `…`", "line `…`", at most 180 characters, safe to print); nullopt where
// it is not marked. The author's and then the committer's identity come before what the message
// says; otherwise the first mark of the list wins.
//
// A mark wins over an attestation; an attestation counts only from the commit's own author: its
// value must hold the author's mail address, and that must be no bot's.
std::optional<std::string> MarkCommit(ChangeCommit& commit, const std::vector<Trailer>& trailers,
                                      const AgentMarks& marks);

}  // namespace remit
