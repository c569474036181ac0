#include "cli/pretty.h"

#include <catch2/catch.hpp>

#include "engine/model/json_read.h"

namespace remit {
namespace {

TEST_CASE("pretty: durations") {
  constexpr int64_t kSecond = 1'000'000'000;
  CHECK(PrettyDuration(4 * 3600 * kSecond) == "4h");
  CHECK(PrettyDuration((86400 + 90 * 60) * kSecond) == "1d1h30m");
  CHECK(PrettyDuration(1) == "0.000000001s");
}

TEST_CASE("pretty: counts") {
  CHECK(Count(1, "action") == "1 action");
  CHECK(Count(0, "action") == "0 actions");
  CHECK(Count(1234567, "action") == "1,234,567 actions");
}

TEST_CASE("pretty: a finding, with outside text escaped") {
  Arena arena;
  Result<Value> decision = ReadJson(arena, R"({"findings": [{
    "rule": "p.r", "kind": "prohibit", "verdict": "escalate", "prohibited": true, "severity": "high",
    "place": "p.remit:3:1", "reason": "a\u001b[31m\nb", "refs": ["CWE-1"],
    "evidence": [{"name": "context.a", "value": {"x": "\u202e"}}],
    "recipients": ["ann", "bob", "cy"], "shadow": false,
    "demands": [{"roles": ["ann", "bob"], "quorum": 2, "within": "5400s"}, {"roles": [], "quorum": 1}],
    "error": {"code": "absent", "message": "no `x`"}}]})");
  REQUIRE(decision.has_value());
  CHECK(PrettyFindings(*decision, false) ==
        "  escalate  p.r  (prohibit, high)  p.remit:3:1\n"
        "            a\\u{1b}[31m\\nb\n"
        "            error no `x` [absent]\n"
        "            saw context.a = {\"x\":\"\\u{202e}\"}\n"
        "            to cy\n"
        "            ask ann, bob, 2 people, a waiver, within 1h30m\n"
        "            ask nobody can agree to this\n"
        "            see CWE-1\n");
}

TEST_CASE("pretty: colours only where they are asked for") {
  CHECK(PaintVerdict("allow", false) == "allow   ");
  CHECK(PaintVerdict("allow", true) == "\x1b[32mallow   \x1b[0m");
}

}  // namespace
}  // namespace remit
