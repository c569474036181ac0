#include "tests/reference/format.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/conversions.h"
#include "tests/reference/escape.h"
#include "tests/reference/operators.h"
#include "tests/reference/output.h"

namespace remit::reference {
namespace {

using enum ValueKind;

constexpr size_t kMostPrecision = 1000;

// Digits of a number without its sign, in a base of at most 16.
std::string Digits(uint64_t number, unsigned base, bool upper) {
  const char* digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  std::string text;
  do {
    text.insert(text.begin(), digits[number % base]);
    number /= base;
  } while (number > 0);
  return text;
}

std::optional<std::string> Whole(const Value& value, unsigned base, bool upper) {
  if (value.kind == Uint) return Digits(value.unsigned_integer, base, upper);
  if (value.kind != Int) return std::nullopt;
  const auto bits = static_cast<uint64_t>(value.integer);
  return value.integer < 0 ? "-" + Digits(0 - bits, base, upper) : Digits(bits, base, upper);
}

std::optional<std::string> Hex(const Value& value, bool upper) {
  if (value.kind != String && value.kind != Bytes) return Whole(value, 16, upper);
  std::string text;
  for (char c : value.string()) {
    const auto byte = static_cast<unsigned char>(c);
    text += Digits(byte / 16, 16, upper) + Digits(byte % 16, 16, upper);
  }
  return text;
}

std::optional<std::string> Decimal(const Value& value) {
  return value.kind == Double ? PrintValue(value) : Whole(value, 10, false);
}

// printf rounds the exact binary value, ties to even.
std::optional<std::string> Fraction(const Value& value, size_t precision, char verb) {
  double number = value.real;
  if (value.kind == Int) number = static_cast<double>(value.integer);
  if (value.kind == Uint) number = static_cast<double>(value.unsigned_integer);
  if (!IsNumber(value)) return std::nullopt;
  if (!std::isfinite(number)) return PrintValue(MakeDouble(number));
  std::vector<char> text(kMostPrecision + 400);
  std::snprintf(text.data(), text.size(), verb == 'f' ? "%.*f" : "%.*e",
                static_cast<int>(precision), number);
  return text.data();
}

// Bytes that are no UTF-8 become U+FFFD, each.
std::string Text(const Value& value) {
  const std::string printed = PrintValue(value);
  std::string text;
  for (std::string_view rest = printed; !rest.empty();) {
    const size_t length = FirstCharacter(rest).length;
    text += length == 0 ? "\xef\xbf\xbd" : rest.substr(0, length);
    rest.remove_prefix(std::max<size_t>(1, length));
  }
  return text;
}

// Whether a value is printed to more than `room` bytes, as far as its lists, maps and texts tell:
// values share what they hold, so a small one may be longer than any memory. Takes off `room`.
bool IsTooLong(const Value& value, uint64_t& room) {
  const auto take = [&room](uint64_t bytes) {
    const bool enough = bytes <= room;
    room = enough ? room - bytes : 0;
    return !enough;
  };
  switch (value.kind) {
    case String:
    case Bytes:
    case Semver:
      return take(value.size);
    case Optional:
      return take(13) || (value.items != nullptr && IsTooLong(*value.items, room));
    case List:  // "[" and then ", " or "]" behind each
      return take(2) || (value.size > 0 && take(2 * uint64_t{value.size} - 2)) ||
             std::any_of(value.list().begin(), value.list().end(),
                         [&](const Value& item) { return IsTooLong(item, room); });
    case Map:
      return take(2) || (value.size > 0 && take(4 * uint64_t{value.size} - 2)) ||
             std::any_of(value.map().begin(), value.map().end(), [&](const MapEntry& entry) {
               return IsTooLong(entry.key, room) || IsTooLong(entry.value, room);
             });
    default:
      return false;
  }
}

std::optional<std::string> Verb(char verb, size_t precision, const Value& value) {
  switch (verb) {
    case 's':
      return Text(value);
    case 'd':
      return Decimal(value);
    case 'f':
    case 'e':
      return Fraction(value, precision, verb);
    case 'x':
    case 'X':
      return Hex(value, verb == 'X');
    case 'o':
      return Whole(value, 8, false);
    case 'b':
      if (value.kind == Bool) return value.boolean ? "1" : "0";
      return Whole(value, 2, false);
    default:
      return std::nullopt;
  }
}

// Takes ".12" from the front; 6 without; nullopt for one without digits or over the limit.
std::optional<size_t> TakePrecision(std::string_view& text) {
  if (!text.starts_with('.')) return 6;
  text.remove_prefix(1);
  size_t precision = 0, digits = 0;
  for (; !text.empty() && text.front() >= '0' && text.front() <= '9'; ++digits) {
    precision = std::min<size_t>(precision * 10 + static_cast<size_t>(text.front() - '0'),
                                 kMostPrecision + 1);
    text.remove_prefix(1);
  }
  if (digits == 0 || precision > kMostPrecision) return std::nullopt;
  return precision;
}

}  // namespace

Value Format(Arena& arena, std::string_view text, std::span<const Value> arguments, uint64_t most) {
  const Value wrong = Wrong(arena, EvalErrorCode::InvalidArgument);
  TextOutput out(most);
  size_t next = 0;
  while (!text.empty()) {
    const char c = text.front();
    text.remove_prefix(1);
    if (c != '%') {
      out.Add({&c, 1});
      continue;
    }
    if (text.starts_with('%')) {
      out.Add("%");
      text.remove_prefix(1);
      continue;
    }
    const std::optional<size_t> precision = TakePrecision(text);
    if (!precision || text.empty() || next == arguments.size()) return wrong;
    const Value& argument = arguments[next++];
    const char verb = text.front();
    text.remove_prefix(1);
    uint64_t room = out.room();
    if (verb == 's' && (out.over() || IsTooLong(argument, room))) {
      out.GiveUp();  // and go on: a mistake further on comes first
      continue;
    }
    const auto printed = Verb(verb, *precision, argument);
    if (!printed) return wrong;
    out.Add(*printed);
  }
  return out.Made(arena);
}

}  // namespace remit::reference
