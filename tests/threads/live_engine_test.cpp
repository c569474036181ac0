// Programs are replaced while threads decide: the thread sanitizer watches, and every decision must
// be one program's alone.
#include "engine/decide/live_engine.h"

#include <array>
#include <atomic>
#include <catch2/catch.hpp>
#include <string>
#include <thread>
#include <vector>

#include "tests/support/program_builder.h"
#include "tests/support/show_decision.h"

namespace remit {
namespace {

constexpr uint64_t kReplacements = 200;
constexpr size_t kThreads = 3;

// Two policies that say the number of the program, so that a mixed decision would say two.
Engine Numbered(uint64_t number) {
  const std::string text = "program " + std::to_string(number);
  return LoadProgram(ProgramBuilder::Build([&](ProgramBuilder& b) {
    for (const char* name : {"p", "q"}) {
      Policy& policy = b.AddPolicy(name, {"own"});
      policy.has_default = true;
      policy.default_verdict = Verdict::Allow;
      Rule& rule = b.AddRule(RuleKind::Trigger, "t");
      rule.effect = b.Do(Verdict::Notify, {"team"});
      rule.reason = b.Name(text);
    }
  }));
}

struct Seen {
  uint64_t decisions = 0, engines = 1, mixed = 0, went_back = 0;
};

// Decides until the last program was seen.
Seen DecideUnderWay(LiveEngine& live, std::atomic<size_t>& begun) {
  Seen seen;
  LiveDecider decider(live);
  uint64_t version = decider.version();
  ++begun;
  while (version <= kReplacements) {
    Decider& newest = decider.Newest();
    if (decider.version() < version) ++seen.went_back;
    if (decider.version() != version) ++seen.engines;
    version = decider.version();
    newest.Begin();
    const Decision& decision = newest.Decide("merge");
    const std::string expected = "program " + std::to_string(version);
    size_t said = 0;
    for (const Finding& finding : decision.findings) {
      if (finding.kind == FindingKind::Trigger && finding.reason == expected) ++said;
    }
    if (said != 2) ++seen.mixed;
    ++seen.decisions;
  }
  return seen;
}

TEST_CASE("programs are replaced under load, and every decision is one program's") {
  LiveEngine live(Numbered(1));
  std::array<Seen, kThreads> seen;
  std::atomic<size_t> begun = 0;
  std::vector<std::thread> threads;
  for (Seen& mine : seen) {
    threads.emplace_back([&live, &begun, &mine] { mine = DecideUnderWay(live, begun); });
  }
  while (begun < kThreads) std::this_thread::yield();
  for (uint64_t number = 2; number <= kReplacements + 1; ++number) live.Replace(Numbered(number));
  for (std::thread& thread : threads) thread.join();
  for (const Seen& mine : seen) {
    CHECK(mine.mixed == 0);
    CHECK(mine.went_back == 0);
    CHECK(mine.engines > 1);
    CHECK(mine.decisions >= mine.engines);
  }
  CHECK(live.version() == kReplacements + 1);
  CHECK(live.kept() == 1);
}

}  // namespace
}  // namespace remit
