// The index loses nothing: what is decided with it is what is decided by every rule, and what the
// reference evaluator says.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <map>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "tests/properties/agreement.h"
#include "tests/properties/generate_indexed.h"

namespace remit::properties {
namespace {

const Value kNow = MakeTimestamp(1767614400, 0);

std::string Shown(const ProgramPlace& place) {
  return std::to_string(place.file) + ":" + std::to_string(place.line) + ":" +
         std::to_string(place.column);
}

// All that a decision says, places and the wording of errors too.
std::string ShowWhole(const Decision& decision) {
  std::string text = Show(decision);
  for (const Finding& finding : decision.findings) {
    text += "  " + Shown(finding.place) + " `" + std::string(finding.reason) + "`";
    if (finding.error != nullptr) {
      text += " error at " + std::to_string(finding.error->place) + ": " +
              std::string(finding.error->message);
    }
    for (const Evidence& evidence : finding.evidence) {
      text += " " + std::string(evidence.name) + "=" + Show(evidence.value);
    }
    text += "\n";
  }
  return text;
}

// What the slots of an action hold, as a host that has no JSON would give it.
std::vector<Value> RowOf(const Program& program, const Action& action, const Value& now) {
  std::vector<Value> row;
  for (const Slot& slot : program.slots) {
    const Value roots[] = {action.subject, action.action, action.resource, action.context, now};
    Value value = roots[static_cast<size_t>(slot.root)];
    for (const StringId member : program.ids[slot.members]) {
      const Value* const found =
          value.kind == ValueKind::Map ? FindMember(value, program.strings[member]) : nullptr;
      value = found == nullptr ? kNoFact : *found;
    }
    row.push_back(value.is_error() ? kNoFact : value);
  }
  return row;
}

// One bundle decided both ways, action after action, as a host would: what a decider keeps from one
// decision must not show in the next.
class Both {
 public:
  explicit Both(const Engine& engine)
      : engine_(engine),
        indexed_(engine),
        every_(engine, Decider::Selection::EveryRule),
        vm_(engine.loaded()) {}

  // What only one of them says; empty where they agree.
  std::string Differ(const std::string& action_json) {
    Arena arena;
    const Result<Action> action = ReadAction(arena, action_json);
    if (!action) return "input error " + action.error().message;
    const Value now = action->time ? *action->time : kNow;
    NoteLeftOut(*action, now);
    const std::string decided = ShowWhole(indexed_.Decide(*action, now));
    const std::string differences = Differences(decided, ShowWhole(every_.Decide(*action, now)));
    if (!differences.empty()) return differences;
    const Result<const Decision*> of_text = indexed_.Decide(action_json, kNow);
    if (!of_text) return "the text is refused";
    const std::string text = Named("text", Differences(ShowWhole(**of_text), decided));
    return text + DifferNative(*action, now);
  }
  size_t covering() const { return covering_; }
  size_t found() const { return found_; }

 private:
  static std::string Named(const std::string& way, const std::string& differences) {
    return differences.empty() ? "" : way + ":\n" + differences;
  }
  // By a row, by every rule, and with each slot set by itself.
  std::string DifferNative(const Action& action, const Value& now) {
    const std::vector<Value> row = RowOf(engine_.program(), action, now);
    const std::string decided = ShowWhole(indexed_.Decide(action.name, row));
    const std::string every = ShowWhole(every_.Decide(action.name, row));
    indexed_.Begin();
    for (uint32_t slot = 0; slot < row.size(); ++slot) {
      if (!row[slot].is_error()) indexed_.SetSlot(slot, row[slot]);
    }
    const std::string steps = ShowWhole(indexed_.Decide(action.name));
    return Named("row", Differences(decided, every)) + Named("steps", Differences(decided, steps));
  }
  void NoteLeftOut(const Action& action, const Value& now) {
    vm_.Begin();
    vm_.SetSlots(action, now);
    Candidates candidates;
    engine_.index().Find(vm_, action.name, candidates);
    found_ += candidates.units.size();
    covering_ += Covering(engine_.program(), action.name).units.size();
  }

  const Engine& engine_;
  Decider indexed_, every_;
  Vm vm_;
  size_t covering_ = 0;
  size_t found_ = 0;
};

// By which tests units are found, and by which they are only tested.
struct Ways {
  std::map<Opcode, unsigned> tables, tests;
  unsigned by_glob = 0, by_name = 0;

  void Note(const RuleIndex& index) {
    for (const RuleIndex::Way& way : index.Ways()) {
      for (const Guard& guard : way.tables) ++tables[guard.test];
      for (const Guard& guard : way.tests) ++tests[guard.test];
      by_glob += way.by_glob ? 1 : 0;
      by_name += way.names.empty() ? 0 : 1;
    }
  }
};

Choices Drawn(int count) {
  return Choices(*rc::gen::resize(
      rc::kNominalSize, rc::gen::container<std::vector<uint32_t>>(
                            static_cast<size_t>(count), rc::gen::inRange<uint32_t>(0, 1 << 16))));
}

// For what is too large to shrink.
Choices Seeded(uint32_t seed, size_t count) {
  std::mt19937 numbers(seed);
  std::vector<uint32_t> drawn(count);
  for (uint32_t& number : drawn) number = static_cast<uint32_t>(numbers()) >> 8;
  return Choices(std::move(drawn));
}

std::string Shown(const std::map<std::string, std::string>& texts) {
  std::string shown;
  for (const auto& [name, text] : texts) shown += text + "\n";
  return shown;
}

}  // namespace

TEST_CASE("index = every rule = reference: decisions of small bundles") {
  unsigned tried = 0, compiled = 0;
  std::string why;
  REQUIRE(rc::check("index = every rule = reference", [&] {
    Choices choices = Drawn(700);
    const auto texts = MakeIndexedBundle(choices, 1 + choices.Below(30));
    ++tried;
    const auto subject = Subject::Compile(texts, why);
    if (!subject) return;
    ++compiled;
    Both both(subject->engine());
    for (int i = 0; i < 6; ++i) {
      Choices drawn = Drawn(60);
      const std::string action = MakeIndexedAction(drawn);
      RC_LOG() << Shown(texts) << action << "\n";
      RC_ASSERT(both.Differ(action) == "");
      RC_ASSERT(Differences(subject->EngineDecision(action), subject->ReferenceDecision(action)) ==
                "");
    }
  }));
  CAPTURE(tried, compiled, why);
  CHECK(compiled * 5 >= tried * 4);
}

TEST_CASE("index = every rule = reference: decisions of up to two thousand rules") {
  Ways ways;
  size_t covering = 0, found = 0;
  uint32_t seed = 1;
  for (const uint32_t rules : {60u, 200u, 500u, 1000u, 2000u}) {
    Choices choices = Seeded(seed++, 40 * rules);
    const auto texts = MakeIndexedBundle(choices, rules);
    std::string why;
    const auto subject = Subject::Compile(texts, why);
    CAPTURE(rules, why);
    REQUIRE(subject);
    ways.Note(subject->engine().index());
    Both both(subject->engine());
    for (int i = 0; i < 60; ++i) {
      Choices drawn = Seeded(seed++, 60);
      const std::string action = MakeIndexedAction(drawn);
      INFO(action);
      REQUIRE(both.Differ(action) == "");
      if (i > 2) continue;
      REQUIRE(Differences(subject->EngineDecision(action), subject->ReferenceDecision(action)) ==
              "");
    }
    covering += both.covering();
    found += both.found();
  }
  // The bundles use all that the index has, and it leaves out much.
  const auto kinds = [](const std::map<Opcode, unsigned>& counts) {
    std::vector<Opcode> all;
    for (const auto& [opcode, count] : counts) all.push_back(opcode);
    return all;
  };
  using enum Opcode;
  CHECK(kinds(ways.tables) == std::vector{SlotEqual, SlotLess, SlotLessEqual, SlotGreater,
                                          SlotGreaterEqual, SlotIn, SlotStartsWith});
  CHECK(kinds(ways.tests) == std::vector{Slot, Not, SlotEqual, SlotNotEqual, SlotLess,
                                         SlotLessEqual, SlotGreater, SlotGreaterEqual, SlotIn,
                                         SlotStartsWith, SlotMatches});
  CHECK(ways.by_glob > 0);
  CHECK(ways.by_name > 0);
  CAPTURE(found, covering);
  CHECK(found * 4 < covering * 3);
  CHECK(found > 0);
}

TEST_CASE("index = every rule = reference: rules that run out of fuel") {
  unsigned out_of_fuel = 0, decided = 0;
  REQUIRE(rc::check("index = every rule = reference, on little fuel", [&] {
    uint64_t fuel = *rc::gen::inRange<uint64_t>(10, 60);
    Choices choices = Drawn(300);
    const auto texts = MakeIndexedBundle(choices, 1 + choices.Below(10));
    std::string why;
    std::optional<Subject> subject;
    for (int i = 0; i < 4 && !subject; ++i) {
      fuel += fuel / 2;
      subject = Subject::Compile(texts, why, {.fuel = fuel, .optimise = false});
    }
    if (!subject) return;
    Both both(subject->engine());
    for (int i = 0; i < 6; ++i) {
      Choices drawn = Drawn(60);
      const std::string action = MakeIndexedAction(drawn);
      RC_LOG() << "fuel " << fuel << "\n" << Shown(texts) << action << "\n";
      RC_ASSERT(both.Differ(action) == "");
      const std::string expected = subject->ReferenceDecision(action);
      RC_ASSERT(Differences(subject->EngineDecision(action), expected) == "");
      out_of_fuel += expected.find("error out-of-fuel") != std::string::npos ? 1 : 0;
      ++decided;
    }
  }));
  CAPTURE(out_of_fuel, decided);
  CHECK(out_of_fuel * 50 > decided);
}

}  // namespace remit::properties
