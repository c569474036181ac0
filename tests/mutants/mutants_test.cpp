// Each opcode turned wrong in turn: the comparison with the reference evaluator must notice, on a
// fixed list of expressions and policies. An opcode that survives has no case here that needs it.
#include <catch2/catch.hpp>
#include <set>
#include <string>
#include <vector>

#include "engine/program/program.h"
#include "engine/vm/vm_mutants.h"
#include "tests/properties/agreement.h"
#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

constexpr const char* kOpcodes[] = {
#define REMIT_OPCODE(name, a, b, pops, pushes, meaning) #name,
#include "engine/program/opcodes.def"
#undef REMIT_OPCODE
};

constexpr const char* kAction = R"({
  "subject": {"type": "agent", "id": "ab", "properties": {"level": 2}},
  "action": {"name": "merge", "properties": {"arguments": {"a": 1}}},
  "resource": {"type": "service", "id": "ledger", "properties": {"labels": ["a", "secret"]}},
  "context": {"n": 3, "d": 2.5, "s": "ab k42", "b": true, "f": false, "l": [1, 2, 3],
    "m": {"a": 1, "b": "x"}, "z": null, "any": "ab", "path": "auth/x.pem",
    "deep": {"n": 4, "on": true}, "hunks": [{"path": "x.env", "line": 3, "text": "k42\nk8"}],
    "order": {"id": "o", "total": 9, "tags": {"a": "x"}, "placed": "2026-01-05T12:00:00Z",
      "took": "90s", "owner": {"name": "ann", "age": null}, "weights": [1, 2.5], "grid": [[1]],
      "lines": [{"sku": "ab", "count": 9, "price": 3, "note": null},
                {"sku": "x", "count": 1, "price": 1.5, "note": "x"}]}}})";

constexpr const char* kExpressions[] = {
    "context.n + 4",
    "context.n - 5",
    "context.n * 2",
    "context.n / 2",
    "context.n % 2",
    "-context.n",
    "!context.b",
    "context.s",
    "limit",
    "shared",
    "risk",
    "context.b && context.f",
    "context.b && context.b",
    "context.f && context.missing",
    "context.missing && context.f",
    "context.missing || context.b",
    "context.f || context.f",
    "context.f || context.b",
    "context.s && context.b",
    "context.b || context.missing",
    "context.n == 3",
    "context.n == 4",
    "context.n != 3",
    "context.n + 1 != 4",
    "context.n + 1 <= 4",
    "context.n + 1 >= 4",
    "context.n in [4, 3]",
    "context.s.startsWith('ab')",
    "(context.s + 'x').matches('k4')",
    "context.n < 3",
    "context.n < 4",
    "context.n <= 3",
    "context.n <= 2",
    "context.n > 3",
    "context.n > 2",
    "context.n >= 3",
    "context.n >= 4",
    "context.n in context.l",
    "9 in context.l",
    "'a' in context.m",
    "context.m.a",
    "context.any.a",
    "dyn(context.m)[context.s]",
    "context.m['a']",
    "context.l[context.n - 1]",
    "context.l[?context.n]",
    "context.l[?0]",
    "context.m[?'a']",
    "context.?s",
    "context.?missing",
    "has(context.z)",
    "has(context.missing)",
    "dyn(context.m).a",
    "[context.m].map(x, x.a)",
    "[context.m].map(x, x.?a)",
    "[context.m].map(x, has(x.a))",
    "[context.m].map(x, has(x.c))",
    "order.?took",
    "order.?owner.?age",
    "has(order.owner)",
    "has(order.took) ? 1 : 2",
    "order.lines.map(l, has(l.note))",
    "order.lines.map(l, l.?note)",
    "order.lines.map(l, l.price)",
    "order.lines.map(l, l.sku)",
    "order.total",
    "order.weights",
    "order.weights[0]",
    "context.b ? 1 : 2",
    "context.f ? 1 : 2",
    "context.s ? 1 : 2",
    "context.missing ? 1 : 2",
    "context.?missing.orValue(7)",
    "context.?n.orValue(7)",
    "dyn(context.n).orValue(7)",
    "context.?missing.or(optional.of(1))",
    "context.?n.or(optional.of(1))",
    "[context.n, 2]",
    "[?context.?n, ?context.?missing, 1]",
    "{'a': context.n, 'b': 2}",
    "{?'a': context.?n, ?'b': context.?missing, 'c': context.n}",
    "{context.s: 1, context.any: 2}",
    "context.l.all(x, x > 0)",
    "context.l.all(x, x > 1)",
    "context.l.exists(x, x == 2)",
    "context.l.exists(x, x == 9)",
    "context.l.exists_one(x, x == 2)",
    "context.l.exists_one(x, x > 1)",
    "context.l.filter(x, x > 1)",
    "context.l.map(x, x * 2)",
    "context.l.map(x, x > 1, x * 2)",
    "context.m.map(k, k)",
    "context.missing.map(x, x)",
    "context.l.map(x, context.l.filter(y, y < x))",
    "context.l.map(x, x, 1)",
    "context.l.map(x, twice(x + 1))",
    "pick(context.b, context.s, context.missing)",
    "pick(context.f, context.s, 'z')",
    "size(context.s)",
    "context.s.matches('k[0-9]+')",
    "context.s.matches('^k')",
    "regex.replace(context.s, 'k', 'x')",
    "regex.extract(context.s, 'k[0-9]')",
    "regex.extractAll(context.s, '[0-9]')",
    "context.l.transformMap(i, x, x)",
    "context.l.transformMapEntry(i, x, {string(i): x})",
    "secrets.scan(context.s)",
    "secrets.matches(context.s)",
    "secrets.matches(context.any)",
    "secrets.scan(context.hunks).map(h, h.line)",
    "glob(context.path, '*.pem')",
    "duration(context.any)",
    "type(context.n)",
    "context.l.all(x, context.missing)",
    "context.l.exists_one(x, x == 1 && context.b)",
    "[context.l, context.missing]",
    "optional.of(context.m).a",
    "order.?owner.name",
};

constexpr const char* kRules = R"(
trigger said {
  when context.b
  escalate to "oncall", subject.id quorum 2 within 30m
  reason "seen {context.n} and {context.missing} by {subject.id}"
}
threshold size {
  measure context.n
  notify above 2 to "team"
  escalate above limit to "lead"
}
prohibit found {
  match secrets in context.hunks
  reason "{match.id} at {match.line}"
  waive by "security"
}
authority agents {
  for subject.type == "agent"
  may "merge" when risk < 2.0 && context.n > 1 with notice to "team"
}
trigger unless_missing {
  when context.missing
  notify
}
)";

struct Question {
  std::string shown;
  Subject subject;
  bool decision;
  std::string expected;

  std::string Ask() const {
    return decision ? subject.EngineDecision(kAction) : subject.EngineLet("p.e", kAction);
  }
};

Question MakeQuestion(const std::string& shown, const std::map<std::string, std::string>& texts,
                      bool decision, uint64_t fuel) {
  std::string why;
  std::optional<Subject> subject =
      Subject::Compile(texts, why, {.fuel = fuel, .optimise = fuel == ProgramLimits().fuel});
  INFO(shown << "\n" << why);
  REQUIRE(subject.has_value());
  std::string expected =
      decision ? subject->ReferenceDecision(kAction) : subject->ReferenceLet("p.e", kAction);
  return {shown, std::move(*subject), decision, std::move(expected)};
}

std::vector<Question> MakeQuestions() {
  std::vector<Question> questions;
  const uint64_t fuel = ProgramLimits().fuel;
  for (const char* expression : kExpressions) {
    questions.push_back(MakeQuestion(expression, ExpressionPolicy(expression), false, fuel));
  }
  // Enough turns that nothing but their charge exceeds the fuel.
  questions.push_back(MakeQuestion(
      "fuel", ExpressionPolicy("context.l.map(a, context.l.map(b, context.l.map(c, a * b * c)))"),
      false, 150));
  PolicyText policy;
  policy.header = "policy p owner \"lead\"";
  policy.items = VocabularyItems();
  policy.items.push_back(kRules);
  questions.push_back(MakeQuestion("rules", {{"p.remit", policy.Text(false)}}, true, fuel));
  return questions;
}

// What a coverage build counts while it decides.
std::vector<uint8_t> Covered(const Engine& engine) {
  Arena arena;
  const Result<Action> action = ReadAction(arena, kAction);
  Decider decider(engine);
  decider.Decide(*action, MakeTimestamp(0, 0));
  return decider.vm().covered();
}

std::set<size_t> Used(const std::vector<Question>& questions, const Engine& coverage) {
  std::set<size_t> used;
  const auto add = [&used](const Engine& engine) {
    for (const Instruction& i : engine.program().code) used.insert(static_cast<size_t>(i.opcode));
  };
  for (const Question& question : questions) add(question.subject.engine());
  add(coverage);
  return used;
}

}  // namespace

TEST_CASE("every opcode gone wrong is noticed") {
  g_mutant_opcode = -1;
  const std::vector<Question> questions = MakeQuestions();
  for (const Question& question : questions) {
    INFO(question.shown);
    CHECK(question.Ask() == question.expected);
  }
  std::string why;
  const auto coverage =
      Subject::Compile(ExpressionPolicy("context.b && context.n > 1"), why, {.coverage = true});
  REQUIRE(coverage.has_value());
  const std::vector<uint8_t> covered = Covered(coverage->engine());
  CHECK(covered != std::vector<uint8_t>(covered.size(), 0));

  const std::set<size_t> used = Used(questions, coverage->engine());
  std::vector<std::string> survived, unused;
  for (size_t opcode = 0; opcode < std::size(kOpcodes); ++opcode) {
    if (!used.contains(opcode)) {
      unused.push_back(kOpcodes[opcode]);
      continue;
    }
    g_mutant_opcode = static_cast<int>(opcode);
    bool noticed = Covered(coverage->engine()) != covered;
    for (const Question& question : questions) {
      noticed = noticed || question.Ask() != question.expected;
    }
    if (!noticed) survived.push_back(kOpcodes[opcode]);
  }
  g_mutant_opcode = -1;
  CHECK(survived == std::vector<std::string>{});
  CHECK(unused == std::vector<std::string>{});
}

}  // namespace remit::properties
