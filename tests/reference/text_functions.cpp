#include "tests/reference/text_functions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/reference/escape.h"
#include "tests/reference/format.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;

// What a position counts: code points, each as its bytes.
using Characters = std::vector<std::string>;

Characters CharactersOf(std::string_view text) {
  Characters characters;
  while (!text.empty()) {
    const size_t length = std::max<size_t>(1, FirstCharacter(text).length);
    characters.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

std::string Joined(const Characters& characters, size_t from, size_t to) {
  std::string text;
  for (size_t i = from; i < to; ++i) text += characters[i];
  return text;
}

Value Text(Arena& arena, const std::string& text) { return MakeString(arena.Copy(text)); }

Value Texts(Arena& arena, const std::vector<std::string>& texts) {
  std::span<Value> items = arena.MakeArray<Value>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) items[i] = Text(arena, texts[i]);
  return MakeList(items);
}

Value NoOverload(Arena& arena) { return Wrong(arena, EvalErrorCode::NoOverload); }
Value BadPosition(Arena& arena) { return Wrong(arena, EvalErrorCode::InvalidArgument); }

// Whether `args` has exactly these kinds.
bool Are(std::span<const Value> args, std::initializer_list<ValueKind> kinds) {
  return std::equal(args.begin(), args.end(), kinds.begin(), kinds.end(),
                    [](const Value& arg, ValueKind kind) { return arg.kind == kind; });
}

// A position from 0 to `size`, both included.
std::optional<size_t> PositionOf(const Value& value, size_t size) {
  if (value.integer < 0 || value.integer > static_cast<int64_t>(size)) return std::nullopt;
  return static_cast<size_t>(value.integer);
}

bool StandsAt(const Characters& needle, const Characters& text, size_t at) {
  if (at + needle.size() > text.size()) return false;
  return std::equal(needle.begin(), needle.end(), text.begin() + static_cast<std::ptrdiff_t>(at));
}

Value CharAt(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  const auto at = PositionOf(args[1], text.size());
  if (!at) return BadPosition(arena);
  return Text(arena, *at == text.size() ? "" : text[*at]);
}

Value IndexOf(Arena& arena, std::span<const Value> args, bool last) {
  if (!Are(args, {String, String}) && !Are(args, {String, String, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string()), needle = CharactersOf(args[1].string());
  size_t from = 0, to = text.size();
  if (args.size() == 3) {
    const auto offset = PositionOf(args[2], text.size());
    if (!offset) return BadPosition(arena);
    (last ? to : from) = *offset;
  }
  int64_t found = -1;
  for (size_t at = from; at <= to; ++at) {
    if (!StandsAt(needle, text, at)) continue;
    found = static_cast<int64_t>(at);
    if (!last) break;
  }
  return MakeInt(found);
}

Value Join(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {List}) && !Are(args, {List, String})) return NoOverload(arena);
  const std::string separator(args.size() == 2 ? args[1].string() : "");
  std::string joined;
  for (uint32_t i = 0; i < args[0].size; ++i) {
    if (args[0].items[i].kind != String) return NoOverload(arena);
    if (i > 0) joined += separator;
    joined += args[0].items[i].string();
  }
  return Text(arena, joined);
}

// Letters from `first` to its 26th, moved by `distance`.
Value MoveLetters(Arena& arena, std::span<const Value> args, char first, int distance) {
  if (!Are(args, {String})) return NoOverload(arena);
  std::string text(args[0].string());
  for (char& c : text) {
    if (c >= first && c < first + 26) c = static_cast<char>(c + distance);
  }
  return Text(arena, text);
}

// An empty `from` stands before every character and at the end.
Value Replace(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String, String, String}) && !Are(args, {String, String, String, Int})) {
    return NoOverload(arena);
  }
  const Characters text = CharactersOf(args[0].string()), from = CharactersOf(args[1].string());
  int64_t left = args.size() == 4 ? args[3].integer : -1;  // below 0: every one
  std::string out;
  for (size_t at = 0; at <= text.size();) {
    if (left != 0 && StandsAt(from, text, at)) {
      out += args[2].string();
      --left;
      at += from.size();
      if (!from.empty()) continue;
    }
    if (at < text.size()) out += text[at];
    ++at;
  }
  return Text(arena, out);
}

Value Split(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String, String}) && !Are(args, {String, String, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string()),
                   separator = CharactersOf(args[1].string());
  const int64_t most = args.size() == 3 ? args[2].integer : -1;  // below 0: as many as there are
  if (most == 0) return MakeList({});
  std::vector<std::string> parts = {""};
  const auto full = [&] { return most > 0 && static_cast<int64_t>(parts.size()) == most; };
  if (separator.empty()) {
    for (size_t at = 0; at < text.size(); ++at) {
      if (at > 0 && !full()) parts.emplace_back();
      parts.back() += text[at];
    }
    if (text.empty() && most != 1) parts.clear();
    return Texts(arena, parts);
  }
  for (size_t at = 0; at < text.size();) {
    if (!full() && StandsAt(separator, text, at)) {
      parts.emplace_back();
      at += separator.size();
    } else {
      parts.back() += text[at++];
    }
  }
  return Texts(arena, parts);
}

Value Substring(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String, Int}) && !Are(args, {String, Int, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  const auto from = PositionOf(args[1], text.size());
  const auto to = args.size() == 3 ? PositionOf(args[2], text.size()) : text.size();
  if (!from || !to || *to < *from) return BadPosition(arena);
  return Text(arena, Joined(text, *from, *to));
}

// Unicode's White_Space.
bool IsSpace(const std::string& character) {
  const char32_t c = FirstCharacter(character).point;
  return (c >= 0x9 && c <= 0xd) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

Value Trim(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  size_t from = 0, to = text.size();
  while (from < to && IsSpace(text[from])) ++from;
  while (to > from && IsSpace(text[to - 1])) --to;
  return Text(arena, Joined(text, from, to));
}

Value Reverse(Arena& arena, std::span<const Value> args) {
  if (Are(args, {List})) {
    std::vector<Value> items(args[0].list().begin(), args[0].list().end());
    std::reverse(items.begin(), items.end());
    std::span<Value> reversed = arena.MakeArray<Value>(items.size());
    std::copy(items.begin(), items.end(), reversed.begin());
    return MakeList(reversed);
  }
  if (!Are(args, {String})) return NoOverload(arena);
  Characters text = CharactersOf(args[0].string());
  std::reverse(text.begin(), text.end());
  return Text(arena, Joined(text, 0, text.size()));
}

Value Quote(Arena& arena, std::span<const Value> args) {
  if (!Are(args, {String})) return NoOverload(arena);
  std::string out = "\"";
  for (const std::string& character : CharactersOf(args[0].string())) {
    constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"", kNames = "abfnrtv\\\"";
    const size_t named = character.size() == 1 ? kPlain.find(character[0]) : kPlain.npos;
    if (named != kPlain.npos) {
      out += '\\';
      out += kNames[named];
    } else {
      out += FirstCharacter(character).length == 0 ? "\xef\xbf\xbd" : character;
    }
  }
  return Text(arena, out + "\"");
}

}  // namespace

Value CallTextFunction(Arena& arena, FunctionId function, std::span<const Value> args) {
  switch (function) {
    case FunctionId::CharAt:
      return CharAt(arena, args);
    case FunctionId::IndexOf:
      return IndexOf(arena, args, false);
    case FunctionId::LastIndexOf:
      return IndexOf(arena, args, true);
    case FunctionId::Join:
      return Join(arena, args);
    case FunctionId::LowerAscii:
      return MoveLetters(arena, args, 'A', 'a' - 'A');
    case FunctionId::UpperAscii:
      return MoveLetters(arena, args, 'a', 'A' - 'a');
    case FunctionId::Replace:
      return Replace(arena, args);
    case FunctionId::Split:
      return Split(arena, args);
    case FunctionId::Substring:
      return Substring(arena, args);
    case FunctionId::Trim:
      return Trim(arena, args);
    case FunctionId::Reverse:
      return Reverse(arena, args);
    case FunctionId::Quote:
      return Quote(arena, args);
    case FunctionId::Format:
      if (!Are(args, {String, List})) return NoOverload(arena);
      return Format(arena, args[0].string(), args[1].list());
    default:
      return NoOverload(arena);
  }
}

}  // namespace remit::reference
