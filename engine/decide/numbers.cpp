#include "engine/decide/numbers.h"

#include <charconv>
#include <cmath>
#include <compare>

#include "engine/model/json_write.h"

namespace remit {
namespace {

int Sign(std::partial_ordering order) { return order < 0 ? -1 : order > 0 ? 1 : 0; }

// Exact: a double from 2^63 on is above every int64; below it, the whole parts compare as ints and
// the fraction decides between equal ones.
int CompareIntDouble(int64_t a, double b) {
  constexpr double kTwo63 = 9223372036854775808.0;
  if (b >= kTwo63) return -1;
  if (b < -kTwo63) return 1;
  const double whole = std::trunc(b);
  const auto integer = static_cast<int64_t>(whole);
  if (a != integer) return a < integer ? -1 : 1;
  return Sign(0.0 <=> b - whole);
}

}  // namespace

bool IsNumber(const Value& value) {
  return value.kind == ValueKind::Int || value.kind == ValueKind::Double;
}

int CompareNumbers(const Value& a, const Value& b) {
  const bool a_int = a.kind == ValueKind::Int;
  const bool b_int = b.kind == ValueKind::Int;
  if (a_int && b_int) return a.integer < b.integer ? -1 : a.integer > b.integer ? 1 : 0;
  if (a_int) return CompareIntDouble(a.integer, b.real);
  if (b_int) return -CompareIntDouble(b.integer, a.real);
  return Sign(a.real <=> b.real);
}

bool Crosses(Bound bound, const Value& measure, const Value& low, const Value& high) {
  const int order = CompareNumbers(measure, low);
  switch (bound) {
    case Bound::Above:
      return order > 0;
    case Bound::Below:
      return order < 0;
    case Bound::AtLeast:
      return order >= 0;
    case Bound::AtMost:
      return order <= 0;
    case Bound::Outside:
      return order < 0 || CompareNumbers(measure, high) > 0;
  }
  return true;
}

std::string_view BoundWords(Bound bound) {
  switch (bound) {
    case Bound::Above:
      return "above";
    case Bound::Below:
      return "below";
    case Bound::AtLeast:
      return "at least";
    case Bound::AtMost:
      return "at most";
    case Bound::Outside:
      return "outside";
  }
  return {};
}

std::string_view NumberText(Arena& arena, const Value& number) {
  if (number.kind == ValueKind::Int) {
    char digits[24];
    const auto end = std::to_chars(digits, digits + sizeof digits, number.integer).ptr;
    return arena.Copy(std::string_view(digits, end));
  }
  if (!std::isfinite(number.real)) return number.real < 0 ? "-Infinity" : "Infinity";
  return arena.Copy(FormatDouble(number.real));
}

}  // namespace remit
