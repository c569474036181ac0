#include "engine/vm/text_parts.h"

#include <cstring>

#include "engine/vm/code_points.h"
#include "engine/vm/find_text.h"
#include "engine/vm/result_text.h"

namespace remit {
namespace {

char* Write(char* to, std::string_view text) {
  if (!text.empty()) std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

Value StringOf(std::string_view part) { return part.empty() ? MakeString("") : MakeString(part); }

// Occurrences of a text in another, from the left and disjoint, at most `count` if it is not below
// 0. An empty one occurs before every code point and at the end.
class Occurrences {
 public:
  Occurrences(std::string_view text, std::string_view wanted, int64_t count)
      : text_(text), wanted_(wanted), left_(count) {}

  // The byte where the next one begins; npos if there is none.
  size_t Next() {
    if (left_ == 0 || from_ > text_.size()) return std::string_view::npos;
    const size_t found = FindText(text_, wanted_, from_);
    if (found == std::string_view::npos) {
      left_ = 0;
      return found;
    }
    if (left_ > 0) --left_;
    if (!wanted_.empty()) {
      from_ = found + wanted_.size();
    } else {
      from_ = found == text_.size() ? found + 1 : NextCodePoint(text_, found);
    }
    return found;
  }

 private:
  std::string_view text_;
  std::string_view wanted_;
  int64_t left_;
  size_t from_ = 0;
};

uint64_t CountOccurrences(std::string_view text, std::string_view wanted, int64_t count) {
  Occurrences occurrences(text, wanted, count);
  uint64_t found = 0;
  while (occurrences.Next() != std::string_view::npos) ++found;
  return found;
}

Value SplitCharacters(Eval& eval, std::string_view text, int64_t count) {
  uint64_t parts = CountCodePoints(text);
  if (count > 0) parts = std::min(parts, static_cast<uint64_t>(count));
  if (!eval.fuel.Charge(parts)) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(parts);
  size_t at = 0;
  for (Value& item : items) {
    const bool last = &item == &items.back();
    const size_t end = last ? text.size() : NextCodePoint(text, at);
    item = StringOf(text.substr(at, end - at));
    at = end;
  }
  return MakeList(items);
}

}  // namespace

Value ReplaceText(Eval& eval, std::string_view text, std::string_view wanted,
                  std::string_view replacement, int64_t count) {
  const uint64_t found = CountOccurrences(text, wanted, count);
  if (found == 0) return TakePart(eval, text);
  const uint64_t size = text.size() - found * wanted.size() + found * replacement.size();
  return MakeText(eval, ValueKind::String, size, [&](char* memory) {
    Occurrences occurrences(text, wanted, count);
    size_t copied = 0;
    for (size_t at = 0; (at = occurrences.Next()) != std::string_view::npos;) {
      memory = Write(memory, text.substr(copied, at - copied));
      memory = Write(memory, replacement);
      copied = at + wanted.size();
    }
    Write(memory, text.substr(copied));
  });
}

Value SplitText(Eval& eval, std::string_view text, std::string_view separator, int64_t count) {
  if (count == 0) return MakeList({});
  if (separator.empty() && count != 1) return SplitCharacters(eval, text, count);
  const int64_t cuts = count < 0 ? count : count - 1;
  const uint64_t parts = CountOccurrences(text, separator, cuts) + 1;
  if (!eval.fuel.Charge(parts)) return OutOfFuelError();
  const std::span<Value> items = eval.arena.MakeArray<Value>(parts);
  Occurrences occurrences(text, separator, cuts);
  size_t start = 0;
  for (Value& item : items) {
    const size_t end = std::min(occurrences.Next(), text.size());
    item = StringOf(text.substr(start, end - start));
    start = end + separator.size();
  }
  return MakeList(items);
}

Value JoinTexts(Eval& eval, std::span<const Value> texts, std::string_view separator) {
  uint64_t size = texts.empty() ? 0 : (texts.size() - 1) * uint64_t{separator.size()};
  for (const Value& text : texts) {
    if (text.kind != ValueKind::String) {
      return Failure(eval.arena, EvalErrorCode::NoOverload,
                     {"no overload of `join` for a list with ", ValueKindName(text.kind)});
    }
    size += text.size;
  }
  return MakeText(eval, ValueKind::String, size, [&](char* memory) {
    for (size_t i = 0; i < texts.size(); ++i) {
      if (i > 0) memory = Write(memory, separator);
      memory = Write(memory, texts[i].string());
    }
  });
}

}  // namespace remit
