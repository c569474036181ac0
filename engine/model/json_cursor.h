// Going through a scanned JSON text token by token, as strictly as ReadJson, which says why a text
// is refused; here it is only found that it is.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit {

// What the string whose text between its quotes is `raw` stands for, in the arena. data() is
// nullptr where there is an unknown escape or a lone surrogate.
std::string_view UnescapeJson(Arena& arena, std::string_view raw);
// Whether all escapes are ones.
bool HasGoodEscapes(std::string_view raw);

// Any number; `text` is what stands between its place and the next one. False: no number of JSON's
// grammar, or one that ReadJson refuses.
bool ReadJsonNumber(std::string_view text, Value& value);

inline bool IsJsonSpace(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

constexpr Value JsonBool(bool boolean) {
  Value value;
  value.kind = ValueKind::Bool;
  value.boolean = boolean;
  return value;
}

// The last of a text's places must be a `}`: so after any other token there is a next place.
struct JsonCursor {
  const char* text = nullptr;
  const uint32_t* at = nullptr;   // the next place
  const uint32_t* end = nullptr;  // one past the last
  bool has_backslash = false;

  char here() const { return text[*at]; }

  // The text between the quotes of the string that begins here.
  std::string_view TakeRaw() {
    const char* const begin = text + at[0] + 1;
    const char* close = text + at[1] - 1;
    while (*close != '"') --close;
    ++at;
    return {begin, static_cast<size_t>(close - begin)};
  }

  bool IsEscaped(std::string_view raw) const {
    return has_backslash && std::memchr(raw.data(), '\\', raw.size()) != nullptr;
  }

  // What an escaped string stands for is in the arena; any other refers to the text. data() is
  // nullptr where the string is refused.
  std::string_view TakeString(Arena& arena) {
    const std::string_view raw = TakeRaw();
    return IsEscaped(raw) ? UnescapeJson(arena, raw) : raw;
  }

  bool SkipString() {
    const std::string_view raw = TakeRaw();
    return !IsEscaped(raw) || HasGoodEscapes(raw);
  }

  // A whole number of at most 15 digits (so below 2^53); false, and nothing is taken: it is not.
  bool TakeInteger(int64_t& integer) {
    const char* const begin = text + at[0];
    const char* const stop = text + at[1];
    const bool minus = *begin == '-';
    const char* const digits = begin + minus;
    const char* next = digits;
    int64_t number = 0;
    for (; next != stop && *next >= '0' && *next <= '9'; ++next) {
      if (next - digits == 15) return false;
      number = number * 10 + (*next - '0');
    }
    if (next == digits || (*digits == '0' && next - digits > 1)) return false;
    if (!OnlySpace(next, stop)) return false;
    integer = minus ? -number : number;
    ++at;
    return true;
  }

  // A word, or any other number.
  bool TakeOther(Value& value) {
    static constexpr Value kNull{};
    static constexpr Value kTrue = JsonBool(true);
    static constexpr Value kFalse = JsonBool(false);
    const char* const begin = text + at[0];
    const char* const stop = text + at[1];
    ++at;
    switch (*begin) {
      case 't':
        value = kTrue;
        return IsWord(begin, stop, "true");
      case 'f':
        value = kFalse;
        return IsWord(begin, stop, "false");
      case 'n':
        value = kNull;
        return IsWord(begin, stop, "null");
      default:
        return ReadJsonNumber({begin, static_cast<size_t>(stop - begin)}, value);
    }
  }

  // A word or a number.
  bool SkipOther() {
    int64_t integer = 0;
    Value value;
    return TakeInteger(integer) || TakeOther(value);
  }

 private:
  static bool OnlySpace(const char* from, const char* stop) {
    while (from != stop && IsJsonSpace(*from)) ++from;
    return from == stop;
  }

  static bool IsWord(const char* begin, const char* stop, std::string_view word) {
    return static_cast<size_t>(stop - begin) >= word.size() &&
           std::memcmp(begin, word.data(), word.size()) == 0 &&
           OnlySpace(begin + word.size(), stop);
  }
};

}  // namespace remit
