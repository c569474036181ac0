#include "engine/model/value.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "engine/model/verdict.h"

namespace remit {
namespace {

constexpr int64_t kMinInt = std::numeric_limits<int64_t>::min();
constexpr int64_t kMaxInt = std::numeric_limits<int64_t>::max();
constexpr uint64_t kMaxUint = std::numeric_limits<uint64_t>::max();

// Every key once, in the order that maps keep.
std::vector<Value> OrderedKeys() {
  return {MakeBool(false),      MakeBool(true),     MakeInt(kMinInt), MakeInt(-1),
          MakeInt(0),           MakeUint(1),        MakeInt(2),       MakeInt(kMaxInt),
          MakeUint(1ull << 63), MakeUint(kMaxUint), MakeString(""),   MakeString("a"),
          MakeString("a\n"),    MakeString("aa"),   MakeString("b"),  MakeString("\xc3\xa9")};
}

TEST_CASE("keys are ordered bool, numbers, strings") {
  const std::vector<Value> keys = OrderedKeys();
  for (size_t i = 0; i < keys.size(); ++i) {
    for (size_t j = 0; j < keys.size(); ++j) {
      CAPTURE(i, j);
      CHECK(CompareKeys(keys[i], keys[j]) == (i < j ? -1 : i > j ? 1 : 0));
    }
  }
  CHECK(CompareKeys(MakeInt(7), MakeUint(7)) == 0);
  CHECK(CompareKeys(MakeInt(-1), MakeUint(kMaxUint)) == -1);
}

TEST_CASE("a map iterates in the order of its keys however it was built") {
  Arena arena;
  const std::vector<Value> keys = OrderedKeys();
  std::vector<MapEntry> entries;
  for (size_t i = 0; i < keys.size(); ++i) {
    const size_t shuffled = i * 7 % keys.size();
    entries.push_back({keys[shuffled], MakeInt(static_cast<int64_t>(shuffled))});
  }
  const Value map = MakeMap(arena, entries);
  REQUIRE(map.kind == ValueKind::Map);
  REQUIRE(map.size == keys.size());
  for (size_t i = 0; i < keys.size(); ++i) {
    CAPTURE(i);
    CHECK(map.map()[i].value.integer == static_cast<int64_t>(i));
    const Value* found = FindKey(map, keys[i]);
    REQUIRE(found != nullptr);
    CHECK(found->integer == static_cast<int64_t>(i));
  }
}

TEST_CASE("keys that make no map are errors") {
  Arena arena;
  struct Row {
    Value first, second;
    std::string_view name, message;
  };
  const Value error = MakeError(arena, EvalErrorCode::DivideByZero, "by zero");
  const std::string_view wrong_kind = "a map key is a bool, int, uint or string";
  const Row rows[] = {
      {MakeInt(0), MakeUint(0), "duplicate-key", "a map key is given twice"},
      {MakeString("x"), MakeString("x"), "duplicate-key", "a map key is given twice"},
      {MakeBool(true), MakeBool(true), "duplicate-key", "a map key is given twice"},
      {MakeString("x"), MakeDouble(1), "no-overload", wrong_kind},
      {MakeNull(), MakeNull(), "no-overload", wrong_kind},
      {MakeBytes("x"), MakeInt(1), "no-overload", wrong_kind},
      {MakeInt(1), error, "divide-by-zero", "by zero"},
  };
  for (const Row& row : rows) {
    MapEntry entries[] = {{row.first, MakeNull()}, {row.second, MakeNull()}};
    const Value made = MakeMap(arena, entries);
    REQUIRE(made.is_error());
    CHECK(EvalErrorName(made.error->code) == row.name);
    CHECK(made.error->message == row.message);
  }
}

TEST_CASE("keys are found across numeric kinds") {
  Arena arena;
  MapEntry entries[] = {
      {MakeInt(1), MakeString("one")},         {MakeUint(3), MakeString("three")},
      {MakeInt(kMinInt), MakeString("least")}, {MakeUint(1ull << 63), MakeString("2^63")},
      {MakeBool(true), MakeString("true")},    {MakeString("1"), MakeString("text")}};
  const Value map = MakeMap(arena, entries);
  struct Row {
    Value key;
    std::string_view found;  // "": nothing
  };
  const Row rows[] = {
      {MakeUint(1), "one"},           {MakeDouble(1.0), "one"},   {MakeInt(3), "three"},
      {MakeDouble(3.0), "three"},     {MakeDouble(3.1), ""},      {MakeDouble(-0x1p63), "least"},
      {MakeDouble(0x1p63), "2^63"},   {MakeDouble(0x1p64), ""},   {MakeDouble(-0x1p65), ""},
      {MakeDouble(std::nan("")), ""}, {MakeDouble(HUGE_VAL), ""}, {MakeDouble(-HUGE_VAL), ""},
      {MakeDouble(-0.0), ""},         {MakeBool(true), "true"},   {MakeBool(false), ""},
      {MakeString("1"), "text"},      {MakeString("2"), ""},      {MakeNull(), ""},
      {MakeBytes("1"), ""},
  };
  for (const Row& row : rows) {
    const Value* found = FindKey(map, row.key);
    CHECK((found == nullptr ? "" : found->string()) == row.found);
  }
  REQUIRE(FindMember(map, "1") != nullptr);
  CHECK(FindMember(map, "1")->string() == "text");
  CHECK(FindMember(map, "") == nullptr);
  CHECK(FindMember(MakeList({}), "1") == nullptr);
  CHECK(FindMember(MakeInt(1), "1") == nullptr);
}

TEST_CASE("kinds, errors and verdicts have stable names") {
  std::vector<std::string_view> kinds, errors, verdicts;
  for (int i = 0; i <= static_cast<int>(ValueKind::Optional); ++i) {
    kinds.push_back(ValueKindName(static_cast<ValueKind>(i)));
  }
  for (int i = 0; i <= static_cast<int>(EvalErrorCode::OutOfFuel); ++i) {
    errors.push_back(EvalErrorName(static_cast<EvalErrorCode>(i)));
  }
  for (const Verdict verdict : {Verdict::Allow, Verdict::Notify, Verdict::Escalate}) {
    verdicts.push_back(VerdictName(verdict));
  }
  CHECK(kinds ==
        std::vector<std::string_view>{"error", "null_type", "bool", "int", "uint", "double",
                                      "string", "bytes", "list", "map", "google.protobuf.Timestamp",
                                      "google.protobuf.Duration", "type", "optional_type"});
  CHECK(errors == std::vector<std::string_view>{
                      "no-overload", "no-such-field", "no-such-key", "divide-by-zero", "overflow",
                      "invalid-argument", "bad-conversion", "wrong-type", "not-bool", "not-finite",
                      "duplicate-key", "absent", "out-of-fuel"});
  CHECK(verdicts == std::vector<std::string_view>{"allow", "notify", "escalate"});
}

TEST_CASE("an error keeps a copy of its message") {
  Arena arena;
  std::string message = "a message that is built and gone";
  const Value error = MakeError(arena, EvalErrorCode::Absent, message);
  message.assign(message.size(), '-');
  CHECK(error.error->message == "a message that is built and gone");
  CHECK(error.error->place == 0);
}

}  // namespace
}  // namespace remit
