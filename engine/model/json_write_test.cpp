#include "engine/model/json_write.h"

#include <catch2/catch.hpp>
#include <cmath>
#include <limits>
#include <vector>

namespace remit {
namespace {

TEST_CASE("what JSON lacks is written as CEL maps it") {
  const Value items[] = {MakeInt(1), MakeString("x")};
  const std::pair<Value, std::string_view> rows[] = {
      {MakeNull(), "null"},
      {MakeBool(true), "true"},
      {MakeInt(-5), "-5"},
      {MakeInt(9007199254740991), "9007199254740991"},
      {MakeInt(9007199254740992), "\"9007199254740992\""},
      {MakeInt(-9007199254740991), "-9007199254740991"},
      {MakeInt(std::numeric_limits<int64_t>::min()), "\"-9223372036854775808\""},
      {MakeUint(9007199254740991), "9007199254740991"},
      {MakeUint(std::numeric_limits<uint64_t>::max()), "\"18446744073709551615\""},
      {MakeDouble(-0.0), "0"},
      {MakeDouble(2.0), "2"},
      {MakeDouble(1e21), "1e+21"},
      {MakeString("\x1b\"€"), "\"\\u001b\\\"€\""},
      {MakeBytes("fo\xff"), "\"Zm//\""},
      {MakeList(items), "[1,\"x\"]"},
      {MakeTimestamp(0, 500'000'000), "\"1970-01-01T00:00:00.5Z\""},
      {MakeDuration(-250'000'000), "\"-0.25s\""},
  };
  for (const auto& [value, text] : rows) {
    CHECK(WriteCanonicalJson(value).value_or("an error") == text);
  }
}

TEST_CASE("what has no JSON form is refused") {
  Arena arena;
  MapEntry by_int[] = {{MakeInt(1), MakeNull()}};
  const Value one = MakeInt(1);
  const std::pair<Value, std::string_view> rows[] = {
      {MakeDouble(std::nan("")), "a double that is not finite has no JSON form"},
      {MakeDouble(HUGE_VAL), "a double that is not finite has no JSON form"},
      {MakeDouble(-HUGE_VAL), "a double that is not finite has no JSON form"},
      {MakeType(ValueKind::Int), "a value of type `type` has no JSON form"},
      {MakeOptional(&one), "a value of type `optional_type` has no JSON form"},
      {MakeOptional(nullptr), "a value of type `optional_type` has no JSON form"},
      {MakeError(arena, EvalErrorCode::Absent, ""), "a value of type `error` has no JSON form"},
      {MakeMap(arena, by_int), "a map with a key of type `int` has no JSON form"},
  };
  for (const auto& [value, message] : rows) {
    const Value list[] = {MakeInt(1), value};
    MapEntry member[] = {{MakeString("m"), value}};
    for (const Value& whole : {value, MakeList(list), MakeMap(arena, member)}) {
      const Result<std::string> written = WriteCanonicalJson(whole);
      REQUIRE_FALSE(written);
      CHECK(written.error().kind == ErrorKind::BadInput);
      CHECK(written.error().message == message);
    }
  }
}

TEST_CASE("values nested beyond any reader's limit are refused, not followed") {
  Arena arena;
  Value value = MakeNull();
  for (int i = 0; i < 1024; ++i) value = MakeList({arena.Make(value), 1});
  CHECK(WriteCanonicalJson(value).value_or("").size() == 2 * 1024 + 4);
  for (int i = 0; i < 100'000; ++i) value = MakeList({arena.Make(value), 1});
  const Result<std::string> written = WriteCanonicalJson(value);
  REQUIRE_FALSE(written);
  CHECK(written.error().kind == ErrorKind::Limit);
  CHECK(written.error().message == "nested deeper than 1024 levels");
}

}  // namespace
}  // namespace remit
