#include "engine/vm/texts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "engine/base/escape.h"
#include "engine/vm/exact_sum.h"
#include "engine/vm/operators.h"
#include "engine/vm/print_value.h"

namespace remit {
namespace {

constexpr size_t kShownCharacters = 200;

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
  TextOut counted(max_bytes);
  PrintValue(counted, value, BadUtf8::Kept);
  std::string text(counted.size(), '\0');
  TextOut written(text.data(), max_bytes);
  PrintValue(written, value, BadUtf8::Kept);
  return text;
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
