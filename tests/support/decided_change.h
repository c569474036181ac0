// A made-up change, decided and reviewed, for the tests of the reviewer's view.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>

#include "cli/review.h"
#include "dsl/compile/compile.h"
#include "engine/ledger/record.h"
#include "engine/program/encode.h"

namespace remit {

struct DecidedChange {
  std::unique_ptr<Engine> engine;
  Verdict verdict = Verdict::Allow;
  std::string decision;  // DecisionJson
  Review review;
};

// `rules` are a policy's text without its header; `change` is `context.change` as JSON.
inline DecidedChange DecideChange(const std::string& rules, const std::string& change) {
  const std::string text = "policy p on \"merge\" owner \"own\" default allow\n" + rules;
  const Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  DecidedChange decided;
  decided.engine = std::make_unique<Engine>(*std::move(engine));
  Arena arena;
  const Result<Action> action =
      ReadAction(arena, R"({"action":{"name":"merge"},"context":{"change":)" + change + "}}");
  REQUIRE(action.has_value());
  const Value now = MakeTimestamp(0, 0);
  Decider decider(*decided.engine);
  const Decision& decision = decider.Decide(*action, now);
  decided.review = MakeReview(*decided.engine, *action, now, decision);
  decided.verdict = decision.verdict;
  decided.decision = DecisionJson(decision, decided.engine->program());
  return decided;
}

}  // namespace remit
