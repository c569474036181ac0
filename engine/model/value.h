// The value every condition computes with: 16 bytes, immutable, no ownership. What is longer than
// a number lives in an arena or in the program and outlives the decision that reads it.
//
// An error is a value too (road three of four): operators pass it on, `&&` and `||` may absorb it,
// and what is left becomes a finding.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "engine/base/arena.h"

namespace remit {

// Order matters nowhere but in `type(x)`'s printing table; see ValueKindName.
enum class ValueKind : uint8_t {
  Error,
  Null,
  Bool,
  Int,
  Uint,
  Double,
  String,
  Bytes,
  List,
  Map,
  Timestamp,
  Duration,
  Type,      // a type as a value: type(1) == int
  Optional,  // optional.of(x), optional.none()
  Ip,        // ip('10.0.0.1')
  Cidr,      // cidr('10.0.0.0/8')
  Semver,    // semver('1.2.3-rc.1')
};
// The last kind that a program's constants may have.
inline constexpr ValueKind kLastConstantKind = ValueKind::Semver;

enum class EvalErrorCode : uint8_t {
  NoOverload,       // operand types that the operator or function does not take
  NoSuchField,      // a member that is not there, or selection from what has no members
  NoSuchKey,        // a map key or list index that is not there
  DivideByZero,     // `/` or `%` of integers by zero
  Overflow,         // outside the range of int, uint, timestamp or duration
  InvalidArgument,  // a value that the function cannot take: bad regex, bad zone, `..` path
  BadConversion,    // text or number that is not of the type asked for
  WrongType,        // a fact whose value is not of its declared type
  NotBool,          // a condition that is not a bool
  NotFinite,        // a measure, score or aggregate that is NaN or infinite; NaN in an ordering
  DuplicateKey,     // a repeated key in a map
  Absent,           // an entity or fact that was left out
  OutOfFuel,        // the rule used up its fuel
};

// Stable name of the code, as it stands in records: "no-overload".
std::string_view EvalErrorName(EvalErrorCode code);

struct EvalError {
  EvalErrorCode code;
  uint32_t place = 0;  // Program::places index of the instruction that failed; 0: unknown
  std::string_view message;
};

struct MapEntry;

struct Value {
  ValueKind kind = ValueKind::Null;
  bool boolean = false;               // Bool
  ValueKind named = ValueKind::Null;  // Type: the kind it names
  uint32_t size = 0;  // String, Bytes, Ip, Cidr, Semver: bytes; List, Map: elements;
                      // Timestamp: nanoseconds of the second
  union {
    int64_t integer = 0;        // Int; Duration: nanoseconds; Timestamp: Unix seconds
    uint64_t unsigned_integer;  // Uint
    double real;                // Double
    const char* text;           // String (UTF-8), Bytes; Semver: the version as written; Ip: 4 or
                                // 16 octets; Cidr: these and an octet that is the prefix's size
    const Value* items;         // List; Optional: the value, nullptr for none
    const MapEntry* entries;    // Map: ascending keys (see CompareKeys), no two equal
    const EvalError* error;     // Error
  };

  std::string_view string() const { return {text, size}; }
  std::span<const Value> list() const { return {items, size}; }
  std::span<const MapEntry> map() const;
  bool is_error() const { return kind == ValueKind::Error; }
  bool is_true() const { return kind == ValueKind::Bool && boolean; }
  bool is_false() const { return kind == ValueKind::Bool && !boolean; }
};
static_assert(sizeof(Value) == 16);

struct MapEntry {
  Value key;  // Bool, Int, Uint or String
  Value value;
};

inline std::span<const MapEntry> Value::map() const { return {entries, size}; }

// Inline, since the VM makes one an instruction.
inline Value MakeNull() { return {}; }
inline Value MakeOf(ValueKind kind, auto Value::* member, auto content) {
  Value value;
  value.kind = kind;
  value.*member = content;
  return value;
}
inline Value MakeBool(bool value) { return MakeOf(ValueKind::Bool, &Value::boolean, value); }
inline Value MakeInt(int64_t value) { return MakeOf(ValueKind::Int, &Value::integer, value); }
inline Value MakeUint(uint64_t value) {
  return MakeOf(ValueKind::Uint, &Value::unsigned_integer, value);
}
inline Value MakeDouble(double value) { return MakeOf(ValueKind::Double, &Value::real, value); }
// Refers to `text`; copy into an arena first if needed.
inline Value MakeString(std::string_view text) {
  Value value = MakeOf(ValueKind::String, &Value::text, text.data());
  value.size = static_cast<uint32_t>(text.size());
  return value;
}
inline Value MakeList(std::span<const Value> items) {  // refers to `items`
  Value value = MakeOf(ValueKind::List, &Value::items, items.data());
  value.size = static_cast<uint32_t>(items.size());
  return value;
}
inline Value MakeOptional(const Value* value) {  // nullptr: none
  return MakeOf(ValueKind::Optional, &Value::items, value);
}
inline Value MakeError(const EvalError* error) {
  return MakeOf(ValueKind::Error, &Value::error, error);
}
Value MakeBytes(std::string_view bytes);  // refers to `bytes`
Value MakeTimestamp(int64_t seconds, uint32_t nanoseconds);
Value MakeDuration(int64_t nanoseconds);
Value MakeType(ValueKind named);
Value MakeIp(std::string_view octets);       // refers to 4 or 16 octets
Value MakeCidr(std::string_view octets);     // refers to 5 or 17: the address, then the prefix
Value MakeSemver(std::string_view version);  // refers to a version that is one
Value MakeError(Arena& arena, EvalErrorCode code, std::string_view message);  // copies `message`

// Sorts `entries` in place by key and refers to them; an error value (DuplicateKey, NoOverload for
// a key kind that no map takes) where they make no map.
Value MakeMap(Arena& arena, std::span<MapEntry> entries);

// Total order of map keys: bool < numbers (as numbers, int and uint mixed) < string (bytes).
int CompareKeys(const Value& a, const Value& b);

// The value under `key`, or nullptr. `key` is a map key; a Double that is a whole number counts as
// that number; other kinds find nothing.
const Value* FindKey(const Value& map, const Value& key);
const Value* FindMember(const Value& map, std::string_view name);

// "int", "null_type", "google.protobuf.Timestamp": the name that CEL gives the type of a value.
std::string_view ValueKindName(ValueKind kind);

// Timestamps and durations have these bounds (CEL): year 1 to 9999; one int64 of nanoseconds.
inline constexpr int64_t kMinTimestampSeconds = -62135596800;
inline constexpr int64_t kMaxTimestampSeconds = 253402300799;

}  // namespace remit
