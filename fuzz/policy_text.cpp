// Any text as a policy: it parses or is refused in words; what parses without a mistake formats to
// text of the same tree; what compiles gives a program that the engine loads, whose decision on an
// action is a decision.
#include <cstddef>
#include <cstdint>
#include <string>

#include "dsl/compile/compile.h"
#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/decide/engine.h"
#include "engine/program/encode.h"

namespace {

// Members that the seeds read, of every kind, so that conditions get beyond their first operand.
constexpr std::string_view kAction = R"({
  "subject": {"type": "agent", "id": "builder", "properties": {"model": "m", "level": 2}},
  "action": {"name": "merge", "properties": {"command": "rm -r build", "version": "1.2.3"}},
  "resource": {"type": "repo", "id": "ledger", "properties": {"owner": "ann", "tier": 1}},
  "context": {"time": "2026-01-05T12:00:00Z", "n": 3, "x": 0.5, "s": "auth/key.pem", "cost_usd": 2,
              "empty": [], "list": [1, "a", null, true], "none": null, "env": "staging",
              "change": {"files": [{"path": "src/a.cc", "added": 3, "removed": 0}],
                         "added_text": [{"path": "a.env", "line": 4, "text": "AKIA0123456789ABCDEF"}],
                         "tests": {"failed": 0, "passed": 9}}}
})";

// The tree survives formatting. False where the text is no policy.
bool ParsesAndFormats(const std::string& text) {
  remit::SourceSet sources;
  remit::Diagnostics diagnostics;
  const remit::FileId id = sources.Add("fuzz.remit", text);
  const remit::ast::File file = remit::ParseFile(sources, id, diagnostics);
  (void)remit::FormatDiagnostics(diagnostics, sources);
  if (diagnostics.has_errors()) return false;
  const remit::FileId again = sources.Add("again.remit", remit::FormatFile(file));
  const remit::ast::File second = remit::ParseFile(sources, again, diagnostics);
  REMIT_CHECK(!diagnostics.has_errors(), "formatted text parses");
  REMIT_CHECK(remit::DumpFile(file) == remit::DumpFile(second), "formatting keeps the tree");
  return true;
}

void Decide(const remit::Program& program, const remit::ProgramLimits& limits) {
  const auto engine = remit::Engine::Load(remit::EncodeProgram(program), limits);
  REMIT_CHECK(engine, "what compiles loads");
  remit::Arena arena;
  const remit::Result<remit::Action> action = remit::ReadAction(arena, kAction);
  REMIT_CHECK(action && action->time, "the action can be read");
  remit::Decider decider(*engine);
  const remit::Decision& decision = decider.Decide(*action, *action->time);
  REMIT_CHECK(!decision.findings.empty(), "somebody says something of every action");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  if (!ParsesAndFormats(text)) return 0;
  remit::CompileOptions options;
  options.program_limits.fuel = 100'000;  // enough for every path, little enough for many runs
  const remit::Compilation made = remit::CompileTexts({{"fuzz.remit", text}}, options);
  (void)remit::FormatDiagnostics(made.diagnostics, made.sources);
  REMIT_CHECK(made.program || made.diagnostics.has_errors(), "what does not compile says why");
  if (made.program) Decide(*made.program, options.program_limits);
  return 0;
}
