#include "engine/vm/texts.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <vector>

#include "engine/base/escape.h"
#include "engine/model/ip_text.h"
#include "engine/model/time_text.h"
#include "engine/vm/exact_sum.h"
#include "engine/vm/operators.h"

namespace remit {
namespace {

constexpr size_t kShownCharacters = 200;

// The shortest digits that read back the same, laid out without an exponent.
void AppendPlain(std::string& out, double finite) {
  char text[32];  // "-d.ddddddddddddddddde-ddd"
  const auto [end, error] =
      std::to_chars(text, text + sizeof(text), finite, std::chars_format::scientific);
  std::string_view scientific(text, static_cast<size_t>(end - text));
  if (scientific.starts_with('-')) {
    out += '-';
    scientific.remove_prefix(1);
  }
  const size_t e = scientific.find('e');
  std::string digits(scientific.substr(0, 1));
  if (e > 2) digits += scientific.substr(2, e - 2);
  const std::string_view sign_and_power = scientific.substr(e + 1);
  size_t power = 0;
  for (const char c : sign_and_power.substr(1)) power = power * 10 + static_cast<size_t>(c - '0');
  if (sign_and_power.starts_with('-')) {
    out += "0.";
    out.append(power - 1, '0');
    out += digits;
    return;
  }
  if (digits.size() <= power + 1) {
    out += digits;
    out.append(power + 1 - digits.size(), '0');
    return;
  }
  out += digits.substr(0, power + 1);
  out += '.';
  out += digits.substr(power + 1);
}

void AppendDouble(std::string& out, double value) {
  if (std::isnan(value)) {
    out += "NaN";
  } else if (std::isinf(value)) {
    out += value < 0 ? "-Infinity" : "Infinity";
  } else {
    AppendPlain(out, value);
  }
}

void AppendValue(std::string& out, const Value& value, size_t max_bytes);

void AppendMap(std::string& out, const Value& map, size_t max_bytes) {
  std::vector<std::pair<std::string, const Value*>> sorted;
  // String keys are in the order of their text already; only so many as can be shown matter then.
  const bool ordered = map.size == 0 || map.entries[0].key.kind == ValueKind::String;
  const size_t count = ordered ? std::min<size_t>(map.size, max_bytes) : map.size;
  for (const MapEntry& entry : map.map().first(count)) {
    sorted.emplace_back(FormatValue(entry.key, max_bytes), &entry.value);
  }
  if (!ordered) {
    // Keys of one text (1 and "1") stay in key order: places in the map decide.
    std::ranges::sort(sorted);
  }
  out += '{';
  for (size_t i = 0; i < sorted.size() && out.size() <= max_bytes; ++i) {
    if (i > 0) out += ", ";
    out += sorted[i].first;
    out += ": ";
    AppendValue(out, *sorted[i].second, max_bytes);
  }
  out += '}';
}

void AppendValue(std::string& out, const Value& value, size_t max_bytes) {
  if (out.size() > max_bytes) return;
  switch (value.kind) {
    case ValueKind::Error:
      out += "{error}";
      break;
    case ValueKind::Null:
      out += "null";
      break;
    case ValueKind::Bool:
      out += value.boolean ? "true" : "false";
      break;
    case ValueKind::Int:
      out += std::to_string(value.integer);
      break;
    case ValueKind::Uint:
      out += std::to_string(value.unsigned_integer);
      break;
    case ValueKind::Double:
      AppendDouble(out, value.real);
      break;
    case ValueKind::String:
    case ValueKind::Bytes:
      // A little more than may be shown, so that whoever cuts the text sees that it went on.
      out += value.string().substr(0, max_bytes + 1);
      break;
    case ValueKind::List:
      out += '[';
      for (uint32_t i = 0; i < value.size && out.size() <= max_bytes; ++i) {
        if (i > 0) out += ", ";
        AppendValue(out, value.items[i], max_bytes);
      }
      out += ']';
      break;
    case ValueKind::Map:
      AppendMap(out, value, max_bytes);
      break;
    case ValueKind::Timestamp:
      out += FormatTimestamp(value);
      break;
    case ValueKind::Duration:
      out += FormatDuration(value);
      break;
    case ValueKind::Ip:
      out += FormatIp(value);
      break;
    case ValueKind::Cidr:
      out += FormatCidr(value);
      break;
    case ValueKind::Semver:
      out += value.string().substr(0, max_bytes + 1);
      break;
    case ValueKind::Type:
      out += ValueKindName(value.named);
      break;
    case ValueKind::Optional:
      if (value.items == nullptr) {
        out += "optional.none()";
      } else {
        out += "optional.of(";
        AppendValue(out, *value.items, max_bytes);
        out += ')';
      }
      break;
  }
}

bool IsPlain(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7f; });
}

// Adds a term of a score; false if it is no number. NaN and infinities are told by `finite`.
bool AddTerm(ExactSum& sum, const Value& term, bool& finite) {
  switch (term.kind) {
    case ValueKind::Int:
      sum.Add(term.integer);
      return true;
    case ValueKind::Uint:
      sum.Add(term.unsigned_integer);
      return true;
    case ValueKind::Double:
      if (std::isfinite(term.real)) {
        sum.Add(term.real);
      } else {
        finite = false;
      }
      return true;
    default:
      return false;
  }
}

double AsDouble(const Value& number) {
  if (number.kind == ValueKind::Int) return static_cast<double>(number.integer);
  if (number.kind == ValueKind::Uint) return static_cast<double>(number.unsigned_integer);
  return number.real;
}

}  // namespace

std::string FormatValue(const Value& value, size_t max_bytes) {
  std::string out;
  AppendValue(out, value, max_bytes);
  return out;
}

Value Interpolate(Arena& arena, const Value& value) {
  if (value.is_error()) return MakeString("{error}");
  if (value.kind == ValueKind::String && value.size <= kShownCharacters &&
      IsPlain(value.string())) {
    return value;  // the common case, without a copy
  }
  const std::string text = FormatValue(value, kShownCharacters * 4);
  return MakeString(arena.Copy(EscapeText(text, kShownCharacters)));
}

Value Concat(Eval& eval, std::span<const Value> texts) {
  uint64_t size = 0;
  for (const Value& text : texts) {
    if (text.is_error()) return text;
    if (text.kind != ValueKind::String) return NoOverload(eval.arena, "concatenation", text);
    size += text.size;
  }
  if (!eval.fuel.Charge(ByteFuel(size))) return OutOfFuelError();
  if (size > std::numeric_limits<uint32_t>::max()) {
    return Failure(eval.arena, EvalErrorCode::Overflow, {"a text longer than a string holds"});
  }
  if (size == 0) return MakeString("");
  char* const memory = static_cast<char*>(eval.arena.Allocate(size));
  char* next = memory;
  for (const Value& text : texts) next = std::ranges::copy(text.string(), next).out;
  return MakeString({memory, size});
}

Value SumExact(Eval& eval, std::span<const Value> terms) {
  ExactSum sum;
  bool finite = true;
  for (const Value& term : terms) {
    if (term.is_error()) return term;
    if (term.kind == ValueKind::Optional && term.items == nullptr) continue;
    const Value& number = term.kind == ValueKind::Optional ? *term.items : term;
    if (!AddTerm(sum, number, finite)) return NoOverload(eval.arena, "score", number);
  }
  const double total = sum.Round();
  if (!finite || !std::isfinite(total)) {
    return Failure(eval.arena, EvalErrorCode::NotFinite, {"a score that is not finite"});
  }
  return MakeDouble(total);
}

Value Cap(Eval& eval, const Value& score, const Value& cap) {
  if (!IsNumber(score) || !IsNumber(cap)) return NoOverload(eval.arena, "cap", score, cap);
  const double capped = std::min(AsDouble(score), AsDouble(cap));
  if (!std::isfinite(AsDouble(score)) || !std::isfinite(AsDouble(cap))) {
    return Failure(eval.arena, EvalErrorCode::NotFinite, {"a score that is not finite"});
  }
  return MakeDouble(capped);
}

}  // namespace remit
