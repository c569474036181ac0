// The built-in fact types (language section 8), in the language itself: compiler, collectors and
// docs read this one definition.
#include "dsl/check/check.h"

namespace remit {

std::string_view BuiltinTypesText() {
  return R"remit(
type ChangeAuthor { id: string, type: string, model?: string }
type ChangeAgent { name: string, evidence: string }
type ChangeCommit {
  sha: string, author: string, author_name: string, committer: string, committer_name: string,
  message: string, trailers: map(string, list(string)), signed: bool, merge: bool,
  authorship: string, agent?: string, by_agent: bool, agent_trailers: map(string, list(string))
}
type ChangeFile {
  path: string, old_path?: string, status: string, kind: string, old_kind?: string,
  added: int, removed: int, binary: bool, mode_changed: bool, generated: bool, gate: bool
}
type ChangeText { path: string, line: int, text: string }
type ChangeCoverage { line: double, branch?: double, diff?: double, commit: string }
type ChangeTests { passed: int, failed: int, skipped: int, commit: string }
type ChangeFinding {
  tool: string, rule: string, severity: string, path: string, line: int, message: string,
  commit: string
}
type ChangeApproval { by: string, role?: string, at: timestamp, commit: string }
type ChangeOwners { path: string, owners: list(string) }
type ChangeDependency { ecosystem: string, name: string, from?: string, to?: string }

/// What a pre-merge check knows about a change.
type Change {
  id: string, title: string, description: string, draft: bool, labels: list(string),
  repository: string, base: string, head: string, target: string,
  author: ChangeAuthor, agents: list(ChangeAgent), commits: list(ChangeCommit),
  files: list(ChangeFile), added: int, removed: int,
  added_text: list(ChangeText), removed_text: list(ChangeText), text_left_out?: string,
  coverage?: ChangeCoverage, tests?: ChangeTests, findings?: list(ChangeFinding),
  approvals?: list(ChangeApproval), owners: list(ChangeOwners),
  dependencies?: list(ChangeDependency)
}

/// A hit of a pattern set; `text` redacted.
type Match { id: string, path: string, line: int, start: int, text: string }

/// What `url(text)` gives; `port` the scheme's where none is written, `query` without its `?`.
type Url { scheme: string, host: string, port: int, path: string, query: string }

/// What an agent runtime knows about a tool call: a view of `action`.
type ToolCall {
  tool: string, server?: string, arguments: map(string, any), command?: string, text?: string,
  cwd?: string, call_id: string, mode?: string
}
)remit";
}

}  // namespace remit
