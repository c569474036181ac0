// Every function with arguments of every kind: what it charges, and what it gives, is within the
// bounds that the static cost is computed with.
#include "engine/program/cost_functions.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/program/function_table.h"
#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using test::B, test::D, test::Dur, test::I, test::L, test::M, test::N, test::None, test::S,
    test::Some, test::T, test::U, test::Y;

constexpr uint64_t kFuel = 50'000'000;

// Exactly as large as the value.
SizeBound SizeOf(const Value& value);

void AddInner(SizeBound& size, const Value& value) {
  const SizeBound inner = SizeOf(value);
  size.inner_elements = std::max({size.inner_elements, inner.elements, inner.inner_elements});
  size.inner_bytes = std::max({size.inner_bytes, inner.bytes, inner.inner_bytes});
  size.values += inner.values;
  size.text += inner.text;
  size.numbers.least = std::min(size.numbers.least, inner.numbers.least);
  size.numbers.most = std::max(size.numbers.most, inner.numbers.most);
  size.optionals = size.optionals || inner.optionals;
  size.versions = size.versions || inner.versions;
}

SizeBound SizeOf(const Value& value) {
  SizeBound size = NoNumber();
  switch (value.kind) {
    case ValueKind::Int:
      size.numbers = {value.integer, value.integer};
      break;
    case ValueKind::Semver:
      return VersionOf(value.size);
    case ValueKind::String:
    case ValueKind::Bytes:
      return TextOf(value.size);
    case ValueKind::List:
      size.elements = value.size;
      for (const Value& item : value.list()) AddInner(size, item);
      break;
    case ValueKind::Map:
      size.elements = value.size;
      for (const MapEntry& entry : value.map()) {
        AddInner(size, entry.key);
        AddInner(size, entry.value);
      }
      break;
    case ValueKind::Optional:
      return OptionalOf(value.items == nullptr ? NoNumber() : SizeOf(*value.items));
    case ValueKind::Timestamp:  // converted to numbers
    case ValueKind::Duration:
    case ValueKind::Double:
    case ValueKind::Uint:
      return SizeBound();
    default:
      break;
  }
  return size;
}

bool Within(const Value& value, const SizeBound& bound) {
  if (value.is_error()) return true;
  SizeBound size = SizeOf(value);
  if (size.numbers == kAnyNumber) size.numbers = bound.numbers;
  SizeBound joined = EitherOf(bound, size);
  joined.part_of = bound.part_of;
  return joined == bound;
}

std::string Times(size_t count, const std::string& text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

std::vector<Value> EveryKind() {
  static const std::string long_text = Times(200, "ab,");
  static const std::string characters = Times(100, "\xc3\xa4");
  static const std::string escapes = Times(70, "\"\\\n\x01");
  static const std::string zero_width = Times(40, "\xe2\x80\x8b");
  return {N(),
          B(true),
          I(0),
          I(3),
          I(-1),
          I(40),
          I(INT64_MAX),
          U(7),
          D(-1e300),
          D(5e-324),
          S(""),
          S("a"),
          S(","),
          S("(a)|b"),
          S("x\\1\\1\\1"),
          S("%s %.1000f %s"),
          S("%s%b%X%e"),
          S("10.1.2.3"),
          S("10.0.0.0/8"),
          S("1.2.3-rc.1"),
          S("https://b\xc3\xbc"
            "cher.example/\xc3\xa4?q=\xc3\xa4"),
          S("2026-01-05T12:00:00Z"),
          S("1h30m"),
          S("YWI="),
          S(long_text),
          S(characters),
          S(escapes),
          S(zero_width),
          Y(characters),
          Y("\xff\xfe"),
          L({}),
          L({I(3), I(1), I(2)}),
          L({D(1e300), S("b"), Y("\xff")}),
          L({S(long_text), S("a"), S("a")}),
          L({L({I(1), L({I(2), S(long_text)})}), L({}), I(3)}),
          L({Some(S("a")), None()}),
          L({M({{S("k"), L({S(escapes), D(5e-324)})}}), N()}),
          M({{S("k"), I(1)}}),
          Some(L({I(1)})),
          None(),
          T(1767614400),
          Dur(90'000'000'000)};
}

struct Tally {
  unsigned calls = 0, answers = 0;
  std::string wrong;
};

void Try(FunctionId function, const std::vector<Value>& arguments, Tally& tally) {
  Arena arena;
  Fuel fuel{.left = kFuel, .out = false};
  Eval eval{arena, fuel};
  const Value result = CallFunction(eval, function, arguments);
  std::vector<SizeBound> sizes;
  for (const Value& argument : arguments) sizes.push_back(SizeOf(argument));
  const BoundedCall bound = BoundCall(function, sizes, kFuel);
  ++tally.calls;
  if (!result.is_error()) ++tally.answers;
  const uint64_t spent = kFuel - fuel.left;
  if (spent <= bound.units && Within(result, bound.result)) return;
  tally.wrong += std::string(RowOf(function).name) + ": " + std::to_string(spent) + " of " +
                 std::to_string(bound.units) + ", " + std::to_string(SizeOf(result).values) +
                 " values of " + std::to_string(bound.result.values) + ", " +
                 std::to_string(SizeOf(result).text) + " bytes of " +
                 std::to_string(bound.result.text) + "\n";
}

}  // namespace

TEST_CASE("what a function charges and gives is within its bounds") {
  const std::vector<Value> values = EveryKind();
  Tally tally;
  for (unsigned id = 0; id < kFunctionCount; ++id) {
    const auto function = static_cast<FunctionId>(id);
    if (TakesValues(function, 0)) Try(function, {}, tally);
    for (const Value& a : values) {
      if (TakesValues(function, 1)) Try(function, {a}, tally);
      if (!TakesValues(function, 2) && !TakesValues(function, 3)) continue;
      for (const Value& b : values) {
        if (TakesValues(function, 2)) Try(function, {a, b}, tally);
        if (!TakesValues(function, 3) || a.kind == ValueKind::Null) continue;
        for (const Value& c : values) Try(function, {a, b, c}, tally);
      }
    }
  }
  CHECK(tally.wrong.substr(0, 4000) == "");
  CHECK(tally.calls > 50'000);
  CHECK(tally.answers > 1'000);
}

TEST_CASE("counts that are given limit what comes back") {
  const SizeBound text = TextOf(100);
  const SizeBound two = NumberUpTo(2);
  CHECK(BoundCall(FunctionId::Split, std::vector{text, TextOf(1), two}, kFuel).result.elements ==
        2);
  CHECK(BoundCall(FunctionId::Replace, std::vector{text, TextOf(1), TextOf(10), two}, kFuel)
            .result.bytes == 120);
  CHECK(BoundCall(FunctionId::Range, std::vector{two}, kFuel).units == 2);
  CHECK(BoundCall(FunctionId::Range, std::vector{SizeBound()}, kFuel).units == kFuel);
}

}  // namespace remit
