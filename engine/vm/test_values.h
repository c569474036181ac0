// Values for tests: short ways to make them, and each as a text with its kind.
#pragma once

#include <initializer_list>
#include <string>
#include <vector>

#include "engine/model/value.h"
#include "engine/vm/eval.h"
#include "engine/vm/texts.h"

namespace remit::test {

// Lives as long as the test program; tests are small.
inline Arena& TestArena() {
  static Arena arena;
  return arena;
}

inline Value I(int64_t value) { return MakeInt(value); }
inline Value U(uint64_t value) { return MakeUint(value); }
inline Value D(double value) { return MakeDouble(value); }
inline Value B(bool value) { return MakeBool(value); }
inline Value N() { return MakeNull(); }
inline Value S(std::string_view text) { return MakeString(TestArena().Copy(text)); }
inline Value Y(std::string_view bytes) { return MakeBytes(TestArena().Copy(bytes)); }
inline Value T(int64_t seconds, uint32_t nanoseconds = 0) {
  return MakeTimestamp(seconds, nanoseconds);
}
inline Value Dur(int64_t nanoseconds) { return MakeDuration(nanoseconds); }
// Octets of an address, and of one with the size of its prefix.
inline Value Ip(std::string_view octets) { return MakeIp(TestArena().Copy(octets)); }
inline Value Cidr(std::string_view octets) { return MakeCidr(TestArena().Copy(octets)); }
inline Value V(std::string_view version) { return MakeSemver(TestArena().Copy(version)); }
inline Value None() { return MakeOptional(nullptr); }
inline Value Some(const Value& value) { return MakeOptional(TestArena().Make(value)); }
inline Value Type(ValueKind kind) { return MakeType(kind); }
inline Value Err(EvalErrorCode code) { return MakeError(TestArena(), code, "made by the test"); }
inline Value L(std::initializer_list<Value> items) {
  const std::span<Value> copy = TestArena().MakeArray<Value>(items.size());
  std::copy(items.begin(), items.end(), copy.begin());
  return MakeList(copy);
}
inline Value M(std::initializer_list<MapEntry> entries) {
  const std::span<MapEntry> copy = TestArena().MakeArray<MapEntry>(entries.size());
  std::copy(entries.begin(), entries.end(), copy.begin());
  return MakeMap(TestArena(), copy);
}

// "int 1", "list [int 1, string a]", "map {string k: null null}", "error no-such-key".
inline std::string Show(const Value& value) {
  std::string out;
  switch (value.kind) {
    case ValueKind::Error:
      return "error " + std::string(EvalErrorName(value.error->code));
    case ValueKind::List:
      for (const Value& item : value.list()) out += (out.empty() ? "" : ", ") + Show(item);
      return "list [" + out + "]";
    case ValueKind::Map:
      for (const MapEntry& entry : value.map()) {
        out += (out.empty() ? "" : ", ") + Show(entry.key) + ": " + Show(entry.value);
      }
      return "map {" + out + "}";
    case ValueKind::Optional:
      return value.items == nullptr ? "none" : "some " + Show(*value.items);
    default:
      return std::string(ValueKindName(value.kind)) + " " + FormatValue(value, 10000);
  }
}

inline Fuel& Unlimited() {
  static Fuel fuel;
  fuel = {.left = ~uint64_t{0}, .out = false};
  return fuel;
}
inline Eval TestEval() { return {TestArena(), Unlimited()}; }

}  // namespace remit::test
