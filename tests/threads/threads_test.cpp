// A loaded engine is shared by threads without a lock: the thread sanitizer watches, and every
// thread must come to the decisions that one alone comes to.
#include <catch2/catch.hpp>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include "engine/bundle/load.h"
#include "engine/model/time_text.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

std::vector<std::string> DecideAll(const Engine& engine, const std::vector<std::string>& actions) {
  Decider decider(engine);
  Arena arena;
  std::vector<std::string> decisions;
  const std::vector<Value> row(engine.program().slots.size(), kNoFact);
  const Value noon = *ParseTimestamp("2026-01-05T12:00:00Z");
  for (const std::string& text : actions) {
    arena.Reset();
    const Result<Action> action = ReadAction(arena, text);
    decisions.push_back(action ? Show(decider.Decide(*action, action->time.value_or(noon)))
                               : action.error().message);
    // The other ways in share the engine too.
    const Result<const Decision*> of_text = decider.Decide(text, noon);
    decisions.push_back(of_text ? Show(**of_text) : of_text.error().message);
    if (action) decisions.push_back(Show(decider.Decide(action->name, row)));
  }
  return decisions;
}

TEST_CASE("threads that share an engine decide as one alone does") {
  Result<HeldBytes> file = HoldBundleFile(REMIT_BUNDLE);
  REQUIRE(file.has_value());
  Result<Bundle> bundle = DecodeBundle(*std::move(file));
  REQUIRE(bundle.has_value());
  const Result<Engine> engine = LoadEngine(*std::move(bundle));
  REQUIRE(engine.has_value());
  std::vector<std::string> actions;
  std::ifstream lines(REMIT_ACTIONS);
  for (std::string line; std::getline(lines, line);) actions.push_back(line);
  REQUIRE(actions.size() == 227);

  std::vector<std::vector<std::string>> decisions(4);
  std::vector<std::thread> threads;
  for (std::vector<std::string>& mine : decisions) {
    threads.emplace_back([&] { mine = DecideAll(*engine, actions); });
  }
  for (std::thread& thread : threads) thread.join();
  const std::vector<std::string> alone = DecideAll(*engine, actions);
  for (const std::vector<std::string>& mine : decisions) CHECK(mine == alone);
}

}  // namespace
}  // namespace remit
