#include "engine/decide/select.h"

#include <catch2/catch.hpp>

#include "tests/support/program_builder.h"

namespace remit {
namespace {

TEST_CASE("action patterns cover names segment by segment") {
  struct Row {
    const char* pattern;
    const char* name;
    bool covers;
  };
  const Row rows[] = {
      {"merge", "merge", true},
      {"merge", "merged", false},
      {"merge", "merge.now", false},
      {"deploy.staging", "deploy.staging", true},
      {"deploy.staging", "deploy", false},
      {"deploy.staging", "deploy.staging.eu", false},
      {"deploy.*", "deploy", false},
      {"deploy.*", "deploy.staging", true},
      {"deploy.*", "deploy.staging.eu", true},
      {"deploy.*", "deploys.staging", false},
      {"deploy.*.eu", "deploy.staging.eu", true},
      {"deploy.*.eu", "deploy.eu", false},
      {"deploy.*.eu", "deploy.staging.west.eu", false},
      {"deploy.*.eu", "deploy.staging.us", false},
      {"*.rollback", "deploy.rollback", true},
      {"*.rollback", "rollback", false},
      {"*.rollback", "deploy.eu.rollback", false},
      {"*.*", "merge", false},
      {"*.*", "deploy.staging", true},
      {"*.*", "deploy.staging.eu", true},
      {"*", "merge", true},
      {"*", "deploy.staging.eu", true},
  };
  for (const Row& row : rows) {
    INFO(row.pattern << " over " << row.name);
    CHECK(PatternCovers(row.pattern, row.name) == row.covers);
  }
}

// Policy `a` speaks of everything, `b` of deployments, `c` of one action.
Program Selection() {
  return ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("a");
    b.AddRule(RuleKind::Trigger, "all").effect = b.Do(Verdict::Notify);
    Rule& merge = b.AddRule(RuleKind::Trigger, "merges");
    merge.effect = b.Do(Verdict::Notify);
    merge.patterns = b.Texts({"merge", "file.*"});
    b.AddPolicy("b").patterns = b.Texts({"deploy.*"});
    Rule& agents = b.AddRule(RuleKind::Authority, "agents");
    agents.grants = b.Grants({b.Alone({"merge"}), b.Alone({"deploy.staging"})});
    b.AddRule(RuleKind::Trigger, "deploys").effect = b.Do(Verdict::Notify);
    b.AddPolicy("c").patterns = b.Texts({"shell.exec"});
    b.AddRule(RuleKind::Trigger, "shells").effect = b.Do(Verdict::Notify);
  });
}

std::unique_ptr<const LoadedProgram> Loaded(Program program) {
  auto loaded = LoadedProgram::Load(std::move(program));
  REQUIRE(loaded.has_value());
  return std::move(*loaded);
}

Candidates Find(const RuleIndex& index, Vm& vm, std::string_view name) {
  Candidates found;
  found.units = {{7, 7}};  // of another action
  index.Find(vm, name, found);
  found.ids.clear();
  return found;
}

TEST_CASE("the index finds what policy, rule and grant patterns all cover") {
  const auto loaded = Loaded(Selection());
  const RuleIndex index(*loaded);
  Vm vm(*loaded);
  struct Row {
    const char* name;
    std::vector<Unit> units;  // of rules 0 a.all, 1 a.merges, 2 b.agents, 3 b.deploys, 4 c.shells
    std::vector<uint32_t> policies;
  };
  const Row rows[] = {
      {"merge", {{0}, {1}}, {0}},                      // b grants it, but does not speak of it
      {"file.read", {{0}, {1}}, {0}},                  // known to no pattern by its name
      {"deploy.staging", {{0}, {2, 1}, {3}}, {0, 1}},  // granted
      {"deploy.production", {{0}, {3}}, {0, 1}},       // no grant covers it
      {"shell.exec", {{0}, {4}}, {0, 2}},              // named by a policy's header only
      {"net.fetch", {{0}}, {0}},
  };
  for (const Row& row : rows) {
    INFO(row.name);
    const Candidates found = Find(index, vm, row.name);
    CHECK(found.units == row.units);
    CHECK(found.policies == row.policies);
    const Candidates covering = Covering(loaded->program(), row.name);
    CHECK(covering.units == row.units);
    CHECK(covering.policies == row.policies);
  }
}

// Forty triggers on `deploy.*`, each for one region, and one on every name.
Program ManyOfOnePattern() {
  return ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("a");
    for (int i = 10; i < 50; ++i) {
      const std::string name = "r" + std::to_string(i);
      Rule& rule = b.AddRule(RuleKind::Trigger, name);
      rule.effect = b.Do(Verdict::Notify);
      rule.patterns = b.Texts({"deploy.*"});
      const auto region = static_cast<uint16_t>(b.Slot("context.region"));
      const ConstId constant = b.String(name);
      b.program.rules.back().applies = b.Code({{Opcode::SlotEqual, region, constant}});
    }
    b.AddRule(RuleKind::Trigger, "z").effect = b.Do(Verdict::Notify);
    b.AddPolicy("b").patterns = b.Texts({"deploy.eu", "merge"});
  });
}

TEST_CASE("many rules of one pattern are found by tables, for spelled out names and for others") {
  const auto loaded = Loaded(ManyOfOnePattern());
  const RuleIndex index(*loaded);
  Vm vm(*loaded);
  struct Row {
    const char* name;
    const char* region;  // nullptr: there is none
    std::vector<Unit> units;
    std::vector<uint32_t> policies;
  };
  std::vector<Unit> all;
  for (uint32_t rule = 0; rule <= 40; ++rule) all.push_back({rule});
  const Row rows[] = {
      {"deploy.eu", "r12", {{2}, {40}}, {0, 1}},
      {"deploy.us", "r12", {{2}, {40}}, {0}},
      {"deploy.eu", "none", {{40}}, {0, 1}},
      {"deploy.us", "none", {{40}}, {0}},
      {"deploy.eu", nullptr, all, {0, 1}},
      {"deploy.us", nullptr, all, {0}},
      {"merge", "c", {{40}}, {0, 1}},
      {"read", "c", {{40}}, {0}},
      {"no action name", "c", {}, {}},
  };
  for (const Row& row : rows) {
    INFO(row.name << " in " << (row.region == nullptr ? "nothing" : row.region));
    vm.Begin();
    if (row.region != nullptr) vm.SetSlot(0, MakeString(row.region));
    const Candidates found = Find(index, vm, row.name);
    CHECK(found.units == row.units);
    CHECK(found.policies == row.policies);
  }
  for (const RuleIndex::Way& way : index.Ways()) {
    const bool every = way.unit.rule == 40;
    INFO(way.unit.rule);
    CHECK(way.every_name == every);
    CHECK(way.by_glob == !every);
    CHECK(way.tables == std::vector<Guard>(way.tests.begin(), way.tests.end()));
    CHECK(way.untabled == every);
  }
}

// What an authority asks of all its grants is run before what one of them asks: there, a grant's
// own conjunct may come after something that runs out of fuel.
TEST_CASE("a grant below a condition of its authority is found by that condition") {
  const auto selected = [](bool authority_first) {
    const auto loaded = Loaded(ProgramBuilder::Build([&](ProgramBuilder& b) {
      const auto a = static_cast<uint16_t>(b.Slot("context.a"));
      b.AddPolicy("p").has_default = true;
      const ChunkId own = b.Code({{Opcode::SlotEqual, a, b.Int(7)}});
      const ChunkId other = b.Code({{Opcode::Slot, 0, a}, {Opcode::Slot, 0, a}, {Opcode::Equal}});
      Rule& rule = b.AddRule(RuleKind::Authority, "a");
      rule.grants = b.Grants({b.Alone({"*"}, authority_first ? other : own)});
      rule.applies = authority_first ? own : other;
    }));
    const RuleIndex index(*loaded);
    Vm vm(*loaded);
    vm.Begin();
    vm.SetSlot(0, MakeInt(8));
    return Find(index, vm, "merge").units;
  };
  CHECK(selected(true) == std::vector<Unit>{});
  CHECK(selected(false) == std::vector<Unit>{{0, 0}});
}

}  // namespace
}  // namespace remit
