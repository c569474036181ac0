// Any text as one expression, checked and unchecked: it is refused in words, or its program is
// verified and loads, and gives, on an action, within its fuel, what the reference evaluator gives.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <string>

#include "engine/base/check.h"
#include "tests/properties/agreement.h"

namespace {

using remit::properties::Subject;

constexpr uint64_t kFuel = 100'000;  // enough for every path, little enough for many runs a second
constexpr const char* kOutOfFuel = "error out-of-fuel";

const std::string kAction = R"({
  "subject": {"type": "agent", "id": "builder", "properties": {"level": 2}},
  "action": {"name": "merge", "properties": {"command": "rm -r build"}},
  "resource": {"type": "repo", "id": "ledger", "properties": {"labels": ["a", "secret"]}},
  "context": {"time": "2026-01-05T12:00:00Z", "n": 3, "d": 0.5, "s": "auth/key.pem", "b": true,
              "l": [1, "a", null, true], "m": {"a": 1, "b": "x"}, "z": null, "a-b": [2, 1]}
})";

void Evaluate(const std::string& text, bool checked) {
  remit::ExpressionScope scope;
  scope.checked = checked;
  std::string why;
  const auto subject = Subject::CompileAlone(text, scope, why, {.fuel = kFuel});
  REMIT_CHECK(subject || !why.empty(), "what does not compile says why");
  if (!subject) return;
  const std::string engine = subject->EngineLet("expression", kAction);
  const std::string reference = subject->ReferenceLet("expression", kAction);
  // What is computed beforehand costs nothing: only one of the two may run out.
  if (engine == kOutOfFuel || reference == kOutOfFuel || engine == reference) return;
  std::fprintf(stderr, "engine    %s\nreference %s\n", engine.c_str(), reference.c_str());
  REMIT_CHECK(false, "the engine and the reference agree");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), size);
  Evaluate(text, true);
  Evaluate(text, false);
  return 0;
}
