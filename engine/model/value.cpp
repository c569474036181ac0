#include "engine/model/value.h"

#include <algorithm>
#include <cmath>
#include <compare>

namespace remit {
namespace {

Value OfKind(ValueKind kind) {
  Value value;
  value.kind = kind;
  return value;
}

Value MakeText(ValueKind kind, std::string_view text) {
  Value value = OfKind(kind);
  value.size = static_cast<uint32_t>(text.size());
  value.text = text.data();
  return value;
}

enum class KeyRank : uint8_t { Bool, Number, String, None };

KeyRank RankOf(const Value& key) {
  switch (key.kind) {
    case ValueKind::Bool:
      return KeyRank::Bool;
    case ValueKind::Int:
    case ValueKind::Uint:
      return KeyRank::Number;
    case ValueKind::String:
      return KeyRank::String;
    default:
      return KeyRank::None;
  }
}

int Sign(std::strong_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

int CompareNumbers(const Value& a, const Value& b) {
  if (a.kind == ValueKind::Int && b.kind == ValueKind::Int) return Sign(a.integer <=> b.integer);
  if (a.kind == ValueKind::Int && a.integer < 0) return -1;
  if (b.kind == ValueKind::Int && b.integer < 0) return 1;
  // Both at least 0: the same bits mean the same number in either kind.
  return Sign(a.unsigned_integer <=> b.unsigned_integer);
}

bool Before(const MapEntry& a, const MapEntry& b) { return CompareKeys(a.key, b.key) < 0; }

}  // namespace

std::string_view EvalErrorName(EvalErrorCode code) {
  switch (code) {
    case EvalErrorCode::NoOverload:
      return "no-overload";
    case EvalErrorCode::NoSuchField:
      return "no-such-field";
    case EvalErrorCode::NoSuchKey:
      return "no-such-key";
    case EvalErrorCode::DivideByZero:
      return "divide-by-zero";
    case EvalErrorCode::Overflow:
      return "overflow";
    case EvalErrorCode::InvalidArgument:
      return "invalid-argument";
    case EvalErrorCode::BadConversion:
      return "bad-conversion";
    case EvalErrorCode::WrongType:
      return "wrong-type";
    case EvalErrorCode::NotBool:
      return "not-bool";
    case EvalErrorCode::NotFinite:
      return "not-finite";
    case EvalErrorCode::DuplicateKey:
      return "duplicate-key";
    case EvalErrorCode::Absent:
      return "absent";
    case EvalErrorCode::OutOfFuel:
      return "out-of-fuel";
  }
  return "unknown";
}

Value MakeBytes(std::string_view bytes) { return MakeText(ValueKind::Bytes, bytes); }

Value MakeTimestamp(int64_t seconds, uint32_t nanoseconds) {
  Value value = OfKind(ValueKind::Timestamp);
  value.size = nanoseconds;
  value.integer = seconds;
  return value;
}

Value MakeDuration(int64_t nanoseconds) {
  Value value = OfKind(ValueKind::Duration);
  value.integer = nanoseconds;
  return value;
}

Value MakeType(ValueKind named) {
  Value value = OfKind(ValueKind::Type);
  value.named = named;
  return value;
}

Value MakeIp(std::string_view octets) { return MakeText(ValueKind::Ip, octets); }

Value MakeCidr(std::string_view octets) { return MakeText(ValueKind::Cidr, octets); }

Value MakeSemver(std::string_view version) { return MakeText(ValueKind::Semver, version); }

Value MakeError(Arena& arena, EvalErrorCode code, std::string_view message) {
  EvalError error;
  error.code = code;
  error.message = arena.Copy(message);
  return MakeError(arena.Make(error));
}

Value MakeMap(Arena& arena, std::span<MapEntry> entries) {
  for (const MapEntry& entry : entries) {
    if (entry.key.is_error()) return entry.key;
    if (RankOf(entry.key) == KeyRank::None) {
      return MakeError(arena, EvalErrorCode::NoOverload,
                       "a map key is a bool, int, uint or string");
    }
  }
  if (!std::ranges::is_sorted(entries, Before)) std::ranges::sort(entries, Before);
  const auto same = [](const MapEntry& a, const MapEntry& b) {
    return CompareKeys(a.key, b.key) == 0;
  };
  if (std::ranges::adjacent_find(entries, same) != entries.end()) {
    return MakeError(arena, EvalErrorCode::DuplicateKey, "a map key is given twice");
  }
  Value value = OfKind(ValueKind::Map);
  value.size = static_cast<uint32_t>(entries.size());
  value.entries = entries.data();
  return value;
}

int CompareKeys(const Value& a, const Value& b) {
  const KeyRank rank = RankOf(a);
  if (rank != RankOf(b)) return rank < RankOf(b) ? -1 : 1;
  switch (rank) {
    case KeyRank::Bool:
      return Sign(a.boolean <=> b.boolean);
    case KeyRank::Number:
      return CompareNumbers(a, b);
    case KeyRank::String:
      return Sign(a.string() <=> b.string());
    case KeyRank::None:
      return 0;
  }
  return 0;
}

const Value* FindKey(const Value& map, const Value& key) {
  if (map.kind != ValueKind::Map) return nullptr;
  Value wanted = key;
  if (key.kind == ValueKind::Double) {
    // NaN and the infinities fail the range or the roundness test.
    if (std::trunc(key.real) != key.real) return nullptr;
    if (key.real >= -0x1p63 && key.real < 0x1p63) {
      wanted = MakeInt(static_cast<int64_t>(key.real));
    } else if (key.real > 0 && key.real < 0x1p64) {
      wanted = MakeUint(static_cast<uint64_t>(key.real));
    } else {
      return nullptr;
    }
  }
  if (RankOf(wanted) == KeyRank::None) return nullptr;
  const std::span<const MapEntry> entries = map.map();
  const auto found = std::ranges::lower_bound(
      entries, wanted, [](const Value& a, const Value& b) { return CompareKeys(a, b) < 0; },
      &MapEntry::key);
  if (found == entries.end() || CompareKeys(found->key, wanted) != 0) return nullptr;
  return &found->value;
}

const Value* FindMember(const Value& map, std::string_view name) {
  return FindKey(map, MakeString(name));
}

std::string_view ValueKindName(ValueKind kind) {
  switch (kind) {
    case ValueKind::Error:
      return "error";
    case ValueKind::Null:
      return "null_type";
    case ValueKind::Bool:
      return "bool";
    case ValueKind::Int:
      return "int";
    case ValueKind::Uint:
      return "uint";
    case ValueKind::Double:
      return "double";
    case ValueKind::String:
      return "string";
    case ValueKind::Bytes:
      return "bytes";
    case ValueKind::List:
      return "list";
    case ValueKind::Map:
      return "map";
    case ValueKind::Timestamp:
      return "google.protobuf.Timestamp";
    case ValueKind::Duration:
      return "google.protobuf.Duration";
    case ValueKind::Type:
      return "type";
    case ValueKind::Optional:
      return "optional_type";
    case ValueKind::Ip:
      return "net.IP";
    case ValueKind::Cidr:
      return "net.CIDR";
    case ValueKind::Semver:
      return "semver";
  }
  return "error";
}

}  // namespace remit
