// Conversions between kinds (reference: CEL's standard definitions). Whole texts only, no locale.
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <string>

#include "engine/base/escape.h"
#include "engine/model/ip_text.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"

namespace remit {
namespace {

constexpr double kTwo63 = 9223372036854775808.0;
constexpr double kTwo64 = 2 * kTwo63;

Value BadText(Eval& eval, std::string_view text, std::string_view wanted) {
  return Failure(eval.arena, EvalErrorCode::BadConversion,
                 {"`", EscapeText(text, 60), "` is no ", wanted});
}

Value OutOfRange(Eval& eval, std::string_view wanted) {
  return Failure(eval.arena, EvalErrorCode::Overflow, {"out of the range of ", wanted});
}

Value ToBool(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.kind == ValueKind::Bool) return value;
  if (value.kind != ValueKind::String) return NoOverload(eval.arena, FunctionId::ToBool, arguments);
  for (const std::string_view text : {"1", "t", "T", "true", "TRUE", "True"}) {
    if (value.string() == text) return MakeBool(true);
  }
  for (const std::string_view text : {"0", "f", "F", "false", "FALSE", "False"}) {
    if (value.string() == text) return MakeBool(false);
  }
  return BadText(eval, value.string(), "bool");
}

// All of `text` as a whole number; a plus sign is allowed.
template <typename T>
std::optional<T> ParseWhole(std::string_view text) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
    if (text.starts_with('-')) return std::nullopt;
  }
  T number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

Value ToInt(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Int:
      return value;
    case ValueKind::Uint:
      if (value.unsigned_integer > uint64_t{std::numeric_limits<int64_t>::max()}) {
        return OutOfRange(eval, "int");
      }
      return MakeInt(static_cast<int64_t>(value.unsigned_integer));
    case ValueKind::Double:
      // Both bounds are out, and so is NaN.
      if (!(value.real > -kTwo63 && value.real < kTwo63)) return OutOfRange(eval, "int");
      return MakeInt(static_cast<int64_t>(value.real));
    case ValueKind::String:
      if (const auto number = ParseWhole<int64_t>(value.string())) return MakeInt(*number);
      return BadText(eval, value.string(), "int");
    case ValueKind::Timestamp:
    case ValueKind::Duration:
      return MakeInt(value.integer);
    default:
      return NoOverload(eval.arena, FunctionId::ToInt, arguments);
  }
}

Value ToUint(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Uint:
      return value;
    case ValueKind::Int:
      if (value.integer < 0) return OutOfRange(eval, "uint");
      return MakeUint(static_cast<uint64_t>(value.integer));
    case ValueKind::Double:
      if (!(value.real >= 0.0 && value.real < kTwo64)) return OutOfRange(eval, "uint");
      return MakeUint(static_cast<uint64_t>(value.real));
    case ValueKind::String:
      if (const auto number = ParseWhole<uint64_t>(value.string())) return MakeUint(*number);
      return BadText(eval, value.string(), "uint");
    default:
      return NoOverload(eval.arena, FunctionId::ToUint, arguments);
  }
}

bool EqualsIgnoringCase(std::string_view text, std::string_view lower) {
  if (text.size() != lower.size()) return false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != lower[i]) return false;
  }
  return true;
}

// Whether a decimal text that no double holds is too small (rather than too large): whether its
// first digit that is not 0 stands behind the point, once the exponent is applied.
bool Underflows(std::string_view digits) {
  const size_t e = digits.find_first_of("eE");
  const std::string_view mantissa = digits.substr(0, e);
  const size_t point = std::min(mantissa.find('.'), mantissa.size());
  const size_t first = mantissa.find_first_not_of("0.");
  if (first == std::string_view::npos) return true;
  if (e == std::string_view::npos) return first > point;
  std::string_view exponent = digits.substr(e + 1);
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  const bool negative = exponent.starts_with('-');
  const std::optional<int64_t> parsed = ParseWhole<int64_t>(exponent);
  if (!parsed) return negative;  // beyond an int64: its sign decides
  const int64_t place = first < point ? static_cast<int64_t>(point - first)
                                      : -static_cast<int64_t>(first - point - 1);
  return negative ? place < -*parsed : place + *parsed < 0;
}

std::optional<double> ParseDouble(std::string_view text) {
  std::string_view digits = text;
  const bool negative = digits.starts_with('-');
  if (negative || digits.starts_with('+')) digits.remove_prefix(1);
  double number = 0.0;
  if (EqualsIgnoringCase(digits, "nan")) {
    number = std::numeric_limits<double>::quiet_NaN();
  } else if (EqualsIgnoringCase(digits, "inf") || EqualsIgnoringCase(digits, "infinity")) {
    number = std::numeric_limits<double>::infinity();
  } else {
    if (digits.empty() || digits.find_first_not_of("0123456789.eE+-") != std::string_view::npos ||
        digits.starts_with('-') || digits.starts_with('+')) {
      return std::nullopt;
    }
    const char* const last = digits.data() + digits.size();
    const auto [end, error] = std::from_chars(digits.data(), last, number);
    if (end != last || error == std::errc::invalid_argument) return std::nullopt;
    if (error == std::errc::result_out_of_range) {
      if (!Underflows(digits)) return std::nullopt;
      number = 0.0;
    }
  }
  return negative ? -number : number;
}

Value ToDouble(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Double:
      return value;
    case ValueKind::Int:
      return MakeDouble(static_cast<double>(value.integer));
    case ValueKind::Uint:
      return MakeDouble(static_cast<double>(value.unsigned_integer));
    case ValueKind::String:
      if (const auto number = ParseDouble(value.string())) return MakeDouble(*number);
      return BadText(eval, value.string(), "double");
    default:
      return NoOverload(eval.arena, FunctionId::ToDouble, arguments);
  }
}

std::string DoubleText(double value) {
  if (std::isnan(value)) return "NaN";
  if (std::isinf(value)) return value < 0 ? "-Infinity" : "Infinity";
  if (value == 0.0) return std::signbit(value) ? "-0" : "0";
  return FormatDouble(value);
}

Value ToText(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  const auto text = [&eval](std::string_view made) { return MakeString(eval.arena.Copy(made)); };
  switch (value.kind) {
    case ValueKind::String:
      return value;
    case ValueKind::Bool:
      return MakeString(value.boolean ? "true" : "false");
    case ValueKind::Int:
      return text(std::to_string(value.integer));
    case ValueKind::Uint:
      return text(std::to_string(value.unsigned_integer));
    case ValueKind::Double:
      return text(DoubleText(value.real));
    case ValueKind::Bytes:
      if (ValidUtf8Prefix(value.string()) != value.size) {
        return Failure(eval.arena, EvalErrorCode::BadConversion, {"bytes that are no UTF-8"});
      }
      return MakeString(value.string());
    case ValueKind::Timestamp:
      return text(FormatTimestamp(value));
    case ValueKind::Duration:
      return text(FormatDuration(value));
    case ValueKind::Ip:
      return text(FormatIp(value));
    case ValueKind::Cidr:
      return text(FormatCidr(value));
    case ValueKind::Semver:
      return MakeString(value.string());
    default:
      return NoOverload(eval.arena, FunctionId::ToString, arguments);
  }
}

Value ToTimestamp(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  switch (value.kind) {
    case ValueKind::Timestamp:
      return value;
    case ValueKind::Int:
      if (value.integer < kMinTimestampSeconds || value.integer > kMaxTimestampSeconds) {
        return OutOfRange(eval, "timestamp");
      }
      return MakeTimestamp(value.integer, 0);
    case ValueKind::String:
      if (const auto parsed = ParseTimestamp(value.string())) return *parsed;
      return BadText(eval, value.string(), "timestamp");
    default:
      return NoOverload(eval.arena, FunctionId::ToTimestamp, arguments);
  }
}

Value ToDuration(Eval& eval, Arguments arguments) {
  const Value& value = arguments[0];
  if (value.kind == ValueKind::Duration) return value;
  if (value.kind != ValueKind::String) {
    return NoOverload(eval.arena, FunctionId::ToDuration, arguments);
  }
  if (const auto parsed = ParseDuration(value.string())) return *parsed;
  return BadText(eval, value.string(), "duration");
}

}  // namespace

Value CallConversion(Eval& eval, FunctionId function, Arguments arguments) {
  if (arguments.size() != 1) return NoOverload(eval.arena, function, arguments);
  const Value& value = arguments[0];
  if (function == FunctionId::TypeOf) return MakeType(value.kind);
  if (function == FunctionId::ToDyn) return value;
  const bool takes_bytes = function == FunctionId::ToString || function == FunctionId::ToBytes;
  const bool text =
      value.kind == ValueKind::String || (value.kind == ValueKind::Bytes && takes_bytes);
  if (text && !eval.fuel.Charge(ByteFuel(value.size))) return OutOfFuelError();
  switch (function) {
    case FunctionId::ToBool:
      return ToBool(eval, arguments);
    case FunctionId::ToInt:
      return ToInt(eval, arguments);
    case FunctionId::ToUint:
      return ToUint(eval, arguments);
    case FunctionId::ToDouble:
      return ToDouble(eval, arguments);
    case FunctionId::ToString:
      return ToText(eval, arguments);
    case FunctionId::ToTimestamp:
      return ToTimestamp(eval, arguments);
    case FunctionId::ToDuration:
      return ToDuration(eval, arguments);
    default:
      // ToBytes: a string's UTF-8 is what it is stored as.
      if (text) return MakeBytes(value.string());
      return NoOverload(eval.arena, function, arguments);
  }
}

}  // namespace remit
