// An expression and an action, 0x1E between them: the engine gives, as optimised and as written,
// what the reference evaluator gives, and charges for what is written what that charges.
//
// The expression begins with a letter. `E`: what follows is its text, in a policy that declares
// VocabularyItems. `T`, `D`, `U`: the bytes that follow are choices, two a number, of which one is
// generated: of the right types, of any, unchecked. Where the action is none, the last one is read.
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/check.h"
#include "tests/properties/agreement.h"
#include "tests/properties/generate.h"

namespace {

using remit::properties::Choices;
using remit::properties::Fitting;
using remit::properties::Subject;
using remit::properties::SubjectOptions;

constexpr uint64_t kFuel = 100'000;  // enough for every path, little enough for many runs a second
constexpr const char* kOutOfFuel = "error out-of-fuel";

struct Question {
  std::string expression, action;
  bool alone = false;
  const char* let() const { return alone ? "expression" : "p.e"; }
};

std::optional<Question> ReadQuestion(std::string_view bytes) {
  const size_t split = bytes.rfind('\x1e');
  if (bytes.empty() || split == std::string_view::npos || split == 0) return std::nullopt;
  const char kind = bytes[0];
  const std::string_view text = bytes.substr(1, split - 1);
  Question question{.expression = std::string(text),
                    .action = std::string(bytes.substr(split + 1))};
  remit::Arena arena;
  if (!remit::ReadAction(arena, question.action)) {
    question.action = remit::properties::MakeActionJson(Choices({}), false);
  }
  question.alone = kind == 'U';
  if (kind == 'E') return question;
  if (kind != 'T' && kind != 'D' && kind != 'U') return std::nullopt;
  std::vector<uint32_t> numbers;
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    numbers.push_back(static_cast<uint32_t>(static_cast<uint8_t>(text[i])) << 8 |
                      static_cast<uint8_t>(text[i + 1]));
  }
  Choices choices(std::move(numbers));
  const Fitting fitting = kind == 'T'   ? Fitting::Typed
                          : kind == 'D' ? Fitting::Dynamic
                                        : Fitting::Unchecked;
  question.expression = remit::properties::MakeWhole(choices, fitting, 5);
  return question;
}

std::optional<Subject> Compile(const Question& question, bool optimise) {
  std::string why;
  const SubjectOptions options{.fuel = kFuel, .optimise = optimise};
  if (!question.alone) {
    return Subject::Compile(remit::properties::ExpressionPolicy(question.expression), why, options);
  }
  remit::ExpressionScope scope;
  scope.checked = false;
  return Subject::CompileAlone(question.expression, scope, why, options);
}

void Require(const Question& question, const std::string& engine, const std::string& reference) {
  if (engine == reference) return;
  std::fprintf(stderr, "%s\n%s\nengine    %s\nreference %s\n", question.expression.c_str(),
               question.action.c_str(), engine.c_str(), reference.c_str());
  REMIT_CHECK(false, "the engine and the reference agree");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const auto question = ReadQuestion({reinterpret_cast<const char*>(data), size});
  if (!question) return 0;
  const auto written = Compile(*question, false);
  if (!written) return 0;
  const std::string& action = question->action;
  const char* const let = question->let();
  const std::string answer = written->ReferenceLet(let, action);
  Require(*question, written->EngineLet(let, action), answer);
  const uint64_t cost = written->ReferenceCost(let, action);
  if (answer != kOutOfFuel && cost > 0) {
    Require(*question, written->EngineLetWithin(let, action, cost), answer);
    Require(*question, written->EngineLetWithin(let, action, cost - 1), kOutOfFuel);
  }
  const auto optimised = Compile(*question, true);
  REMIT_CHECK(optimised, "what compiles as it is written compiles optimised");
  const std::string faster = optimised->EngineLet(let, action);
  if (faster != kOutOfFuel && answer != kOutOfFuel) Require(*question, faster, answer);
  return 0;
}
