// The functions of CEL's `strings` extension, on strings that are UTF-8.
#include <algorithm>
#include <limits>
#include <optional>
#include <string>

#include "engine/base/utf8.h"
#include "engine/model/unicode.h"
#include "engine/vm/code_points.h"
#include "engine/vm/find_text.h"
#include "engine/vm/format_text.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/result_text.h"
#include "engine/vm/text_parts.h"

namespace remit {
namespace {

// What a function takes at run time: kinds by letter (s string, i int, l list), the least count.
struct Signature {
  std::string_view kinds;
  size_t least;
};

Signature SignatureOf(FunctionId function) {
  switch (function) {
    case FunctionId::CharAt:
      return {"si", 2};
    case FunctionId::IndexOf:
    case FunctionId::LastIndexOf:
    case FunctionId::Split:
      return {"ssi", 2};
    case FunctionId::Join:
      return {"ls", 1};
    case FunctionId::Replace:
      return {"sssi", 3};
    case FunctionId::Substring:
      return {"sii", 2};
    case FunctionId::Format:
      return {"sl", 2};
    default:
      return {"s", 1};
  }
}

bool IsKind(const Value& value, char letter) {
  if (letter == 's') return value.kind == ValueKind::String;
  return value.kind == (letter == 'i' ? ValueKind::Int : ValueKind::List);
}

bool Fits(Signature signature, Arguments arguments) {
  if (arguments.size() < signature.least || arguments.size() > signature.kinds.size()) return false;
  for (size_t i = 0; i < arguments.size(); ++i) {
    if (!IsKind(arguments[i], signature.kinds[i])) return false;
  }
  return true;
}

bool ChargeGiven(Eval& eval, Arguments arguments) {
  uint64_t bytes = 0;
  uint64_t elements = 0;
  for (const Value& argument : arguments) {
    if (argument.kind == ValueKind::String) bytes += argument.size;
    if (argument.kind == ValueKind::List) elements += argument.size;
  }
  return eval.fuel.Charge(ByteFuel(bytes) + elements);
}

Value OutOfBounds(Eval& eval, int64_t place, std::string_view text) {
  return BadArgument(eval, {"position ", std::to_string(place), " in a string of ",
                            std::to_string(CountCodePoints(text)), " characters"});
}

Value CharAt(Eval& eval, std::string_view text, int64_t place) {
  const std::optional<size_t> at = ByteOfCodePoint(text, place);
  if (!at) return OutOfBounds(eval, place, text);
  if (*at == text.size()) return MakeString("");
  return MakeString(text.substr(*at, NextCodePoint(text, *at) - *at));
}

Value IndexOf(Eval& eval, FunctionId function, Arguments arguments) {
  const std::string_view text = arguments[0].string();
  const std::string_view wanted = arguments[1].string();
  const bool last = function == FunctionId::LastIndexOf;
  size_t bound = last ? text.size() : 0;
  if (arguments.size() == 3) {
    const std::optional<size_t> at = ByteOfCodePoint(text, arguments[2].integer);
    if (!at) return OutOfBounds(eval, arguments[2].integer, text);
    bound = *at;
  }
  // UTF-8 is found only where a character begins.
  const size_t found = last ? FindLastText(text, wanted, bound) : FindText(text, wanted, bound);
  if (found == std::string_view::npos) return MakeInt(-1);
  return MakeInt(static_cast<int64_t>(CountCodePoints(text.substr(0, found))));
}

Value Substring(Eval& eval, Arguments arguments) {
  const std::string_view text = arguments[0].string();
  const int64_t start = arguments[1].integer;
  const std::optional<size_t> from = ByteOfCodePoint(text, start);
  if (!from) return OutOfBounds(eval, start, text);
  size_t to = text.size();
  if (arguments.size() == 3) {
    const int64_t end = arguments[2].integer;
    const std::optional<size_t> at = ByteOfCodePoint(text, end);
    if (!at) return OutOfBounds(eval, end, text);
    if (end < start) {
      return BadArgument(eval, {"a substring from ", std::to_string(start), " that ends at ",
                                std::to_string(end)});
    }
    to = *at;
  }
  return TakePart(eval, text.substr(*from, to - *from));
}

// The letters from `first` to `last` by 32, the distance of ASCII's cases.
Value MoveCase(Eval& eval, std::string_view text, char first, char last) {
  return MakeText(eval, ValueKind::String, text.size(), [&](char* memory) {
    std::ranges::transform(text, memory, [&](char c) {
      return c >= first && c <= last ? static_cast<char>(c ^ 0x20) : c;
    });
  });
}

Value Trim(Eval& eval, std::string_view text) {
  while (!text.empty()) {
    const CodePoint first = DecodeUtf8(text, 0);
    if (first.size == 0 || !IsWhiteSpace(first.value)) break;
    text.remove_prefix(first.size);
  }
  while (!text.empty()) {
    size_t at = text.size() - 1;
    while (at > 0 && IsContinuation(text[at])) --at;
    const CodePoint last = DecodeUtf8(text, at);
    if (last.size == 0 || !IsWhiteSpace(last.value)) break;
    text.remove_suffix(text.size() - at);
  }
  return TakePart(eval, text);
}

Value ReverseText(Eval& eval, std::string_view text) {
  return MakeText(eval, ValueKind::String, text.size(), [text](char* memory) {
    char* to = memory + text.size();
    for (size_t at = 0; at < text.size();) {
      const size_t end = NextCodePoint(text, at);
      to -= end - at;
      std::ranges::copy(text.substr(at, end - at), to);
      at = end;
    }
  });
}

// The letter that stands behind the backslash; 0: none is needed.
char EscapeLetter(char c) {
  constexpr std::string_view kEscaped = "\a\b\f\n\r\t\v\\\"";
  constexpr std::string_view kLetters = "abfnrtv\\\"";
  const size_t at = kEscaped.find(c);
  return at == std::string_view::npos ? '\0' : kLetters[at];
}

// Strings are UTF-8, so there is nothing for U+FFFD to stand for.
Value Quote(Eval& eval, std::string_view text) {
  const auto escaped = std::ranges::count_if(text, [](char c) { return EscapeLetter(c) != 0; });
  const uint64_t size = text.size() + static_cast<uint64_t>(escaped) + 2;
  return MakeText(eval, ValueKind::String, size, [text](char* memory) {
    *memory++ = '"';
    for (const char c : text) {
      const char letter = EscapeLetter(c);
      if (letter != 0) *memory++ = '\\';
      *memory++ = letter != 0 ? letter : c;
    }
    *memory = '"';
  });
}

// The int at `index`, or "all".
int64_t CountAt(Arguments arguments, size_t index) {
  return arguments.size() > index ? arguments[index].integer : -1;
}

}  // namespace

Value CallTextFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (!Fits(SignatureOf(function), arguments)) return NoOverload(eval.arena, function, arguments);
  if (!ChargeGiven(eval, arguments)) return OutOfFuelError();
  const auto text = [arguments](size_t i) { return arguments[i].string(); };
  switch (function) {
    case FunctionId::CharAt:
      return CharAt(eval, text(0), arguments[1].integer);
    case FunctionId::IndexOf:
    case FunctionId::LastIndexOf:
      return IndexOf(eval, function, arguments);
    case FunctionId::Join:
      return JoinTexts(eval, arguments[0].list(), arguments.size() > 1 ? text(1) : "");
    case FunctionId::LowerAscii:
      return MoveCase(eval, text(0), 'A', 'Z');
    case FunctionId::UpperAscii:
      return MoveCase(eval, text(0), 'a', 'z');
    case FunctionId::Replace:
      return ReplaceText(eval, text(0), text(1), text(2), CountAt(arguments, 3));
    case FunctionId::Split:
      return SplitText(eval, text(0), text(1), CountAt(arguments, 2));
    case FunctionId::Substring:
      return Substring(eval, arguments);
    case FunctionId::Trim:
      return Trim(eval, text(0));
    case FunctionId::Reverse:
      return ReverseText(eval, text(0));
    case FunctionId::Quote:
      return Quote(eval, text(0));
    default:
      return FormatText(eval, text(0), arguments[1].list());
  }
}

}  // namespace remit
