// A made-up change, decided and reviewed, for the tests of the reviewer's view.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "cli/review.h"
#include "dsl/compile/compile.h"
#include "engine/ledger/record.h"
#include "engine/program/encode.h"

namespace remit {

inline Engine CompilePolicy(const std::string& text) {
  const Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  Result<Engine> engine = Engine::Load(EncodeProgram(*made.program));
  REQUIRE(engine.has_value());
  return *std::move(engine);
}

// `change` is `context.change` as JSON.
inline Action MergeAction(Arena& arena, const std::string& change) {
  const std::string text = R"({"action":{"name":"merge"},"context":{"change":)" + change + "}}";
  const Result<Action> action = ReadAction(arena, arena.Copy(text));
  REQUIRE(action.has_value());
  return *action;
}

struct DecidedChange {
  Verdict verdict = Verdict::Allow;
  std::string decision;  // DecisionJson
  Review review;
};

// `rules` are a policy's text without its header.
inline DecidedChange DecideChange(const std::string& rules, const std::string& change) {
  const Engine engine =
      CompilePolicy("policy p on \"merge\" owner \"own\" default allow\n" + rules);
  Arena arena;
  const Action action = MergeAction(arena, change);
  const Value now = MakeTimestamp(0, 0);
  Decider decider(engine);
  const Decision& decision = decider.Decide(action, now);
  return {decision.verdict, DecisionJson(decision, engine.program()),
          MakeReview(engine, action, now, decision)};
}

}  // namespace remit
