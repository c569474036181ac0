// Comprehensions of two variables, and what binds around them: the engine's and the reference's
// value, and the very unit of fuel at which either gives up.
#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "tests/properties/agreement.h"

namespace remit::properties {
namespace {

const std::string kAction = R"json({"subject": {"type": "agent", "id": "a"},
  "action": {"name": "merge"}, "resource": {"type": "r", "id": "x"},
  "context": {"empty": [], "l": [3, 1, 2], "mixed": [1, "a", null, 2.5],
              "m": {"b": 2, "a": 1, "long key of more than thirty-two bytes": [1, 2]},
              "none": {}, "maps": [{"a": 1}, {"b": 2, "c": 3}], "same": [{"a": 1}, {"a": 2}],
              "halfway": [{"a": 1}, 5, {"b": 2}], "n": 7}})json";

std::map<std::string, std::string> PolicyOf(const std::string& expression) {
  return {{"p.remit", "policy p owner \"lead\" default allow\nlet e = " + expression +
                          "\ntrigger t { when dyn(e) == true notify }\n"}};
}

const char* const kExpressions[] = {
    "context.l.all(i, v, v > i)",
    "context.l.all(i, v, v >= 1)",
    "context.l.exists(i, v, v == i)",
    "context.mixed.exists(i, v, v == 'a')",
    "context.mixed.all(i, v, v > 0)",
    "context.mixed.exists(i, v, v > 2)",
    "context.m.exists(k, v, k == 'b' && v == 2)",
    "context.m.all(k, v, size(k) > v)",
    "context.empty.all(i, v, v)",
    "context.none.exists(k, v, v)",
    "context.l.existsOne(i, v, v == i + 1)",
    "context.l.exists_one(i, v, v > i)",
    "context.mixed.existsOne(i, v, v > 2)",
    "context.l.existsOne(i, v, v)",
    "context.n.all(i, v, true)",
    "context.absent.all(i, v, true)",
    "context.l.transformList(i, v, i * v)",
    "context.l.transformList(i, v, v > 1, [i, v])",
    "context.m.transformList(k, v, k)",
    "context.m.transformList(k, v, v == 1, {k: v})",
    "context.mixed.transformList(i, v, v + 1)",
    "context.mixed.transformList(i, v, v, i)",
    "context.n.transformList(i, v, v)",
    "context.l.transformMap(i, v, v * 2)",
    "context.l.transformMap(i, v, v > 1, v * 2)",
    "context.m.transformMap(k, v, [k, v])",
    "context.m.transformMap(k, v, k != 'a', v)",
    "context.m.transformMap(k, v, v + 1)",
    "context.m.transformMap(k, v, v, k)",
    "context.empty.transformMap(i, v, v)",
    "context.maps.transformMapEntry(i, v, v)",
    "context.same.transformMapEntry(i, v, v)",
    "context.halfway.transformMapEntry(i, v, dyn(v))",
    "context.halfway.transformMapEntry(i, v, i != 1, dyn(v))",
    "context.halfway.transformMapEntry(i, v, i < 2 || 1 / 0 == 1, dyn(v))",
    "context.l.transformMapEntry(i, v, {v: i})",
    "context.l.transformMapEntry(i, v, {v % 2: i})",
    "context.l.transformMapEntry(i, v, v > 1, {v % 2: i})",
    "context.m.transformMapEntry(k, v, {v: k})",
    "context.m.transformMapEntry(k, v, v == 1, {v: k, k: v})",
    "context.l.transformMapEntry(i, v, {string(v): 1 / i})",
    "context.l.transformList(i, v, context.l.transformList(j, w, i * j + v * w))",
    "context.l.transformList(i, v, context.m.exists(k, w, w == v && k != 'b'))",
    "context.l.transformList(i, v, context.l.map(v, v + i))",
    "cel.bind(x, context.n * 2, context.l.transformMap(i, v, x + v))",
    "context.l.transformList(i, v, cel.bind(x, i + v, x * x))",
    "context.l.transformList(i, v, v == 1, cel.bind(x, 1 / i, v == 3 ? 0 : x))",
    "context.l.sortBy(x, -x)",
    "context.mixed.sortBy(x, x)",
    "context.m.transformList(k, v, k).sortBy(k, size(k))",
    "lists.range(5).map(i, i * i).filter(i, i % 2 == 0)",
    "sets.contains(context.l, [dyn(1), dyn(2.0)])",
    "context.l.flatten().distinct().reverse().slice(0, 2)",
    "math.greatest(context.l) + math.least(context.n, 3, 5)",
    "cidr('10.0.0.0/8').containsIP('10.' + string(context.n) + '.0.1')",
    "context.mixed.first().optMap(x, x + 1)",
};

TEST_CASE("pairs: value and fuel of comprehensions of two variables") {
  for (const std::string expression : kExpressions) {
    INFO(expression);
    std::string why;
    const auto policy = PolicyOf(expression);
    const std::optional<Subject> subject = Subject::Compile(policy, why);
    INFO(why);
    REQUIRE(subject.has_value());
    const std::string value = subject->EngineLet("p.e", kAction);
    CHECK(value == subject->ReferenceLet("p.e", kAction));
    CHECK(value != "no let");
    const uint64_t cost = subject->ReferenceCost("p.e", kAction);
    CHECK(cost > 0);
    for (uint64_t fuel : {cost, cost - 1, cost / 2}) {
      if (fuel == 0) continue;
      INFO("fuel " << fuel << " of " << cost);
      const std::optional<Subject> limited =
          Subject::Compile(policy, why, {.fuel = fuel, .optimise = false});
      if (!limited) continue;  // the weight of the expression alone is over it
      const std::string within = limited->EngineLet("p.e", kAction);
      CHECK(within == limited->ReferenceLet("p.e", kAction));
      CHECK(within == (fuel == cost ? value : "error out-of-fuel"));
    }
  }
}

}  // namespace
}  // namespace remit::properties
