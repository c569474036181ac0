#include "engine/decide/numbers.h"

#include <charconv>
#include <cmath>
#include <compare>

#include "engine/model/json_write.h"
#include "engine/vm/operators.h"

namespace remit {

bool Crosses(Bound bound, const Value& measure, const Value& low, const Value& high) {
  const std::partial_ordering order = CompareNumbers(measure, low);
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
