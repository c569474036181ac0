#include "tests/reference/text_functions.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/reference/escape.h"
#include "tests/reference/format.h"
#include "tests/reference/operators.h"
#include "tests/reference/output.h"

namespace remit::reference {
namespace {

using enum ValueKind;

// What a position counts: code points, each as its bytes.
using Characters = std::vector<std::string_view>;

Characters CharactersOf(std::string_view text) {
  Characters characters;
  while (!text.empty()) {
    const size_t length = std::max<size_t>(1, FirstCharacter(text).length);
    characters.emplace_back(text.substr(0, length));
    text.remove_prefix(length);
  }
  return characters;
}

// Characters in a row.
Value Text(Arena& arena, const Characters& characters, size_t from, size_t to, uint64_t most) {
  TextOutput text(most);
  for (size_t i = from; i < to; ++i) text.Add(characters[i]);
  return text.Made(arena);
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

Value CharAt(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  const auto at = PositionOf(args[1], text.size());
  if (!at) return BadPosition(arena);
  return Text(arena, text, *at, std::min(*at + 1, text.size()), most);
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

Value Join(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {List}) && !Are(args, {List, String})) return NoOverload(arena);
  const std::string separator(args.size() == 2 ? args[1].string() : "");
  TextOutput joined(most);
  for (uint32_t i = 0; i < args[0].size; ++i) {
    if (args[0].items[i].kind != String) return NoOverload(arena);
    if (i > 0) joined.Add(separator);
    joined.Add(args[0].items[i].string());
  }
  return joined.Made(arena);
}

// Letters from `first` to its 26th, moved by `distance`.
Value MoveLetters(Arena& arena, std::span<const Value> args, uint64_t most, char first,
                  int distance) {
  if (!Are(args, {String})) return NoOverload(arena);
  std::string text(args[0].string());
  for (char& c : text) {
    if (c >= first && c < first + 26) c = static_cast<char>(c + distance);
  }
  TextOutput out(most);
  out.Add(text);
  return out.Made(arena);
}

// An empty `from` stands before every character and at the end.
Value Replace(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String, String, String}) && !Are(args, {String, String, String, Int})) {
    return NoOverload(arena);
  }
  const Characters text = CharactersOf(args[0].string()), from = CharactersOf(args[1].string());
  int64_t left = args.size() == 4 ? args[3].integer : -1;  // below 0: every one
  TextOutput out(most);
  for (size_t at = 0; at <= text.size() && !out.over();) {
    if (left != 0 && StandsAt(from, text, at)) {
      out.Add(args[2].string());
      if (left > 0) --left;
      at += from.size();
      if (!from.empty()) continue;
    }
    if (at < text.size()) out.Add(text[at]);
    ++at;
  }
  return out.Made(arena);
}

// Where the parts begin and end, in characters.
using Parts = std::vector<std::pair<size_t, size_t>>;

Value Split(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String, String}) && !Are(args, {String, String, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string()),
                   separator = CharactersOf(args[1].string());
  const int64_t parts_left = args.size() == 3 ? args[2].integer : -1;  // below 0: all there are
  if (parts_left == 0) return MakeList({});
  Parts parts = {{0, 0}};
  for (size_t at = 0; at < text.size();) {
    const bool full = parts_left > 0 && static_cast<int64_t>(parts.size()) == parts_left;
    // An empty separator stands between any two characters.
    const bool cut = !full && (separator.empty() ? at > 0 : StandsAt(separator, text, at));
    if (cut) parts.emplace_back(at + separator.size(), at + separator.size());
    at += cut && !separator.empty() ? separator.size() : 1;
    parts.back().second = at;
  }
  if (text.empty() && separator.empty() && parts_left != 1) parts.clear();
  if (parts.size() > most) return Wrong(arena, EvalErrorCode::OutOfFuel);
  std::vector<Value> texts;
  for (const auto& [from, to] : parts) texts.push_back(Text(arena, text, from, to, kAnyAmount));
  return MadeList(arena, texts, most);
}

Value Substring(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String, Int}) && !Are(args, {String, Int, Int})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  const auto from = PositionOf(args[1], text.size());
  const auto to = args.size() == 3 ? PositionOf(args[2], text.size()) : text.size();
  if (!from || !to || *to < *from) return BadPosition(arena);
  return Text(arena, text, *from, *to, most);
}

// Unicode's White_Space.
bool IsSpace(std::string_view character) {
  const char32_t c = FirstCharacter(character).point;
  return (c >= 0x9 && c <= 0xd) || c == ' ' || c == 0x85 || c == 0xa0 || c == 0x1680 ||
         (c >= 0x2000 && c <= 0x200a) || c == 0x2028 || c == 0x2029 || c == 0x202f || c == 0x205f ||
         c == 0x3000;
}

Value Trim(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String})) return NoOverload(arena);
  const Characters text = CharactersOf(args[0].string());
  size_t from = 0, to = text.size();
  while (from < to && IsSpace(text[from])) ++from;
  while (to > from && IsSpace(text[to - 1])) --to;
  return Text(arena, text, from, to, most);
}

Value Reverse(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (Are(args, {List})) {
    std::vector<Value> items(args[0].list().begin(), args[0].list().end());
    std::reverse(items.begin(), items.end());
    return MadeList(arena, items, most);
  }
  if (!Are(args, {String})) return NoOverload(arena);
  Characters text = CharactersOf(args[0].string());
  std::reverse(text.begin(), text.end());
  return Text(arena, text, 0, text.size(), most);
}

Value Quote(Arena& arena, std::span<const Value> args, uint64_t most) {
  if (!Are(args, {String})) return NoOverload(arena);
  TextOutput out(most);
  out.Add("\"");
  for (std::string_view character : CharactersOf(args[0].string())) {
    constexpr std::string_view kPlain = "\a\b\f\n\r\t\v\\\"", kNames = "abfnrtv\\\"";
    const size_t named = character.size() == 1 ? kPlain.find(character[0]) : kPlain.npos;
    if (named != kPlain.npos) {
      out.Add("\\");
      out.Add(kNames.substr(named, 1));
    } else {
      out.Add(FirstCharacter(character).length == 0 ? "\xef\xbf\xbd" : character);
    }
  }
  out.Add("\"");
  return out.Made(arena);
}

}  // namespace

Value CallTextFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                       uint64_t most) {
  switch (function) {
    case FunctionId::CharAt:
      return CharAt(arena, args, most);
    case FunctionId::IndexOf:
      return IndexOf(arena, args, false);
    case FunctionId::LastIndexOf:
      return IndexOf(arena, args, true);
    case FunctionId::Join:
      return Join(arena, args, most);
    case FunctionId::LowerAscii:
      return MoveLetters(arena, args, most, 'A', 'a' - 'A');
    case FunctionId::UpperAscii:
      return MoveLetters(arena, args, most, 'a', 'A' - 'a');
    case FunctionId::Replace:
      return Replace(arena, args, most);
    case FunctionId::Split:
      return Split(arena, args, most);
    case FunctionId::Substring:
      return Substring(arena, args, most);
    case FunctionId::Trim:
      return Trim(arena, args, most);
    case FunctionId::Reverse:
      return Reverse(arena, args, most);
    case FunctionId::Quote:
      return Quote(arena, args, most);
    case FunctionId::Format:
      if (!Are(args, {String, List})) return NoOverload(arena);
      return Format(arena, args[0].string(), args[1].list(), most);
    default:
      return NoOverload(arena);
  }
}

}  // namespace remit::reference
