#include "engine/vm/operators.h"

#include <algorithm>
#include <optional>

#include "engine/model/semver_text.h"

namespace remit {
namespace {

// CEL's rule for a double beside an integer of the range [low, high]: outside of it the double is
// less or greater; inside both are compared as doubles, which loses what a double cannot hold.
std::partial_ordering CompareLossy(double real, double low, double high, double integer) {
  if (real < low) return std::partial_ordering::less;
  if (real > high) return std::partial_ordering::greater;
  return real <=> integer;
}

std::partial_ordering CompareDouble(double real, const Value& other) {
  constexpr double kTwo63 = 9223372036854775808.0;
  switch (other.kind) {
    case ValueKind::Int:
      return CompareLossy(real, -kTwo63, kTwo63, static_cast<double>(other.integer));
    case ValueKind::Uint:
      return CompareLossy(real, 0.0, 2 * kTwo63, static_cast<double>(other.unsigned_integer));
    default:
      return real <=> other.real;
  }
}

std::partial_ordering CompareIntUint(int64_t a, uint64_t b) {
  if (a < 0) return std::partial_ordering::less;
  return static_cast<uint64_t>(a) <=> b;
}

bool EqualLists(Fuel& fuel, const Value& a, const Value& b) {
  if (a.size != b.size || !fuel.Charge(a.size)) return false;
  for (uint32_t i = 0; i < a.size; ++i) {
    if (!Equals(fuel, a.items[i], b.items[i])) return false;
  }
  return true;
}

// Both are in key order, so equal maps have equal keys at equal places.
bool EqualMaps(Fuel& fuel, const Value& a, const Value& b) {
  if (a.size != b.size || !fuel.Charge(a.size)) return false;
  for (uint32_t i = 0; i < a.size; ++i) {
    if (!Equals(fuel, a.entries[i].key, b.entries[i].key)) return false;
    if (!Equals(fuel, a.entries[i].value, b.entries[i].value)) return false;
  }
  return true;
}

std::partial_ordering CompareTexts(Fuel& fuel, const Value& a, const Value& b) {
  fuel.Charge(ByteFuel(std::min(a.size, b.size)));
  return a.string() <=> b.string();
}

// By precedence, which build metadata has no part in.
int CompareVersions(Fuel& fuel, const Value& a, const Value& b) {
  if (!fuel.Charge(ByteFuel(uint64_t{a.size} + b.size))) return 0;
  return CompareSemver(a.string(), b.string());
}

template <typename Holds>
Value Ordering(Eval& eval, std::string_view name, const Value& a, const Value& b, Holds holds) {
  const std::optional<std::partial_ordering> order = Order(eval.fuel, a, b);
  if (eval.fuel.out) return OutOfFuelError();
  if (!order) return NoOverload(eval.arena, name, a, b);
  if (*order == std::partial_ordering::unordered) {
    return Failure(eval.arena, EvalErrorCode::NotFinite,
                   {"NaN has no place in the order of `", name, "`"});
  }
  return MakeBool(holds(*order));
}

}  // namespace

bool IsNumber(const Value& value) {
  return value.kind == ValueKind::Int || value.kind == ValueKind::Uint ||
         value.kind == ValueKind::Double;
}

std::partial_ordering CompareNumbers(const Value& a, const Value& b) {
  if (a.kind == ValueKind::Double) return CompareDouble(a.real, b);
  if (b.kind == ValueKind::Double) return 0 <=> CompareDouble(b.real, a);
  if (a.kind == ValueKind::Int) {
    if (b.kind == ValueKind::Int) return a.integer <=> b.integer;
    return CompareIntUint(a.integer, b.unsigned_integer);
  }
  if (b.kind == ValueKind::Uint) return a.unsigned_integer <=> b.unsigned_integer;
  return 0 <=> CompareIntUint(b.integer, a.unsigned_integer);
}

std::optional<std::partial_ordering> Order(Fuel& fuel, const Value& a, const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b);
  if (a.kind != b.kind) return std::nullopt;
  switch (a.kind) {
    case ValueKind::Bool:
      return a.boolean <=> b.boolean;
    case ValueKind::String:
    case ValueKind::Bytes:
      return CompareTexts(fuel, a, b);
    case ValueKind::Timestamp:
      if (a.integer != b.integer) return a.integer <=> b.integer;
      return a.size <=> b.size;
    case ValueKind::Duration:
      return a.integer <=> b.integer;
    case ValueKind::Semver:
      return CompareVersions(fuel, a, b) <=> 0;
    default:
      return std::nullopt;
  }
}

bool Equals(Fuel& fuel, const Value& a, const Value& b) {
  if (IsNumber(a) && IsNumber(b)) return CompareNumbers(a, b) == 0;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ValueKind::Null:
      return true;
    case ValueKind::Bool:
      return a.boolean == b.boolean;
    case ValueKind::Ip:
    case ValueKind::Cidr:
      return a.string() == b.string();
    case ValueKind::Semver:
      return CompareVersions(fuel, a, b) == 0 && !fuel.out;
    case ValueKind::String:
    case ValueKind::Bytes:
      return a.size == b.size && fuel.Charge(ByteFuel(a.size)) && a.string() == b.string();
    case ValueKind::List:
      return EqualLists(fuel, a, b);
    case ValueKind::Map:
      return EqualMaps(fuel, a, b);
    case ValueKind::Timestamp:
      return a.integer == b.integer && a.size == b.size;
    case ValueKind::Duration:
      return a.integer == b.integer;
    case ValueKind::Type:
      return a.named == b.named;
    case ValueKind::Optional:
      if (a.items == nullptr || b.items == nullptr) return a.items == b.items;
      return Equals(fuel, *a.items, *b.items);
    case ValueKind::Error:
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
      return false;
  }
  return false;
}

Value Equal(Eval& eval, const Value& a, const Value& b) {
  const bool equal = Equals(eval.fuel, a, b);
  return eval.fuel.out ? OutOfFuelError() : MakeBool(equal);
}

Value NotEqual(Eval& eval, const Value& a, const Value& b) {
  const bool equal = Equals(eval.fuel, a, b);
  return eval.fuel.out ? OutOfFuelError() : MakeBool(!equal);
}

Value Less(Eval& eval, const Value& a, const Value& b) {
  return Ordering(eval, "<", a, b, [](std::partial_ordering order) { return order < 0; });
}

Value LessEqual(Eval& eval, const Value& a, const Value& b) {
  return Ordering(eval, "<=", a, b, [](std::partial_ordering order) { return order <= 0; });
}

Value Greater(Eval& eval, const Value& a, const Value& b) {
  return Ordering(eval, ">", a, b, [](std::partial_ordering order) { return order > 0; });
}

Value GreaterEqual(Eval& eval, const Value& a, const Value& b) {
  return Ordering(eval, ">=", a, b, [](std::partial_ordering order) { return order >= 0; });
}

Value In(Eval& eval, const Value& element, const Value& container) {
  if (container.kind == ValueKind::Map) {
    if (element.kind == ValueKind::String && !eval.fuel.Charge(ByteFuel(element.size))) {
      return OutOfFuelError();
    }
    return MakeBool(FindKey(container, element) != nullptr);
  }
  if (container.kind != ValueKind::List) return NoOverload(eval.arena, "in", element, container);
  for (const Value& item : container.list()) {
    const bool found = eval.fuel.Charge(1) && Equals(eval.fuel, element, item);
    if (eval.fuel.out) return OutOfFuelError();
    if (found) return MakeBool(true);
  }
  return MakeBool(false);
}

Value Not(Eval& eval, const Value& a) {
  if (a.kind != ValueKind::Bool) return NoOverload(eval.arena, "!", a);
  return MakeBool(!a.boolean);
}

}  // namespace remit
