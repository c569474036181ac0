#include "engine/model/json_cursor.h"

#include <array>

#include "engine/model/json_number.h"

namespace remit {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// Four hexadecimal digits at `from`; -1: there are none.
int32_t ReadHex4(const char* from, const char* stop) {
  if (stop - from < 4) return -1;
  int32_t unit = 0;
  for (int i = 0; i < 4; ++i) {
    const char c = from[i];
    const char lower = static_cast<char>(c | 0x20);
    if (IsDigit(c)) {
      unit = unit << 4 | (c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      unit = unit << 4 | (lower - 'a' + 10);
    } else {
      return -1;
    }
  }
  return unit;
}

// The code point of the escape whose `u` is at `from`, which is moved behind it; -1: none.
int32_t ReadUnicodeEscape(const char*& from, const char* stop) {
  const int32_t unit = ReadHex4(from + 1, stop);
  from += 5;
  if (unit < 0xD800 || unit > 0xDFFF) return unit;
  if (unit >= 0xDC00 || stop - from < 6 || from[0] != '\\' || from[1] != 'u') return -1;
  const int32_t low = ReadHex4(from + 2, stop);
  if (low < 0xDC00 || low > 0xDFFF) return -1;
  from += 6;
  return 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
}

char* PutUtf8(char* out, int32_t code_point) {
  const auto put = [&](int32_t byte) { *out++ = static_cast<char>(byte); };
  if (code_point < 0x80) {
    put(code_point);
    return out;
  }
  if (code_point < 0x800) {
    put(0xC0 | code_point >> 6);
  } else {
    if (code_point < 0x10000) {
      put(0xE0 | code_point >> 12);
    } else {
      put(0xF0 | code_point >> 18);
      put(0x80 | (code_point >> 12 & 0x3F));
    }
    put(0x80 | (code_point >> 6 & 0x3F));
  }
  put(0x80 | (code_point & 0x3F));
  return out;
}

// What the letter behind a backslash stands for; 0: nothing, or the `u` of a code point.
char MeaningOf(char letter) {
  switch (letter) {
    case '"':
    case '\\':
    case '/':
      return letter;
    case 'b':
      return '\b';
    case 'f':
      return '\f';
    case 'n':
      return '\n';
    case 'r':
      return '\r';
    case 't':
      return '\t';
    default:
      return 0;
  }
}

// Copies from escape to escape; nothing is written where `out` is nullptr. nullptr: refused. An
// escape is never shorter than what it stands for, so `out` lags behind `from`.
template <bool kWrites>
bool Unescape(std::string_view raw, char* out, size_t& size) {
  char* const first = out;
  const char* from = raw.data();
  const char* const stop = from + raw.size();
  while (from != stop) {
    const void* const found = std::memchr(from, '\\', static_cast<size_t>(stop - from));
    const char* const escape = found == nullptr ? stop : static_cast<const char*>(found);
    if constexpr (kWrites) {
      std::memcpy(out, from, static_cast<size_t>(escape - from));
      out += escape - from;
    }
    if (escape == stop) break;
    from = escape + 1;
    if (from == stop) return false;
    if (const char meaning = MeaningOf(*from); meaning != 0) {
      ++from;
      if constexpr (kWrites) *out++ = meaning;
      continue;
    }
    if (*from != 'u') return false;
    const int32_t code_point = ReadUnicodeEscape(from, stop);
    if (code_point < 0) return false;
    if constexpr (kWrites) out = PutUtf8(out, code_point);
  }
  if constexpr (kWrites) size = static_cast<size_t>(out - first);
  return true;
}

// The end of the digits that begin at `from`; nullptr: there are none.
const char* SkipDigits(const char* from, const char* stop) {
  if (from == stop || !IsDigit(*from)) return nullptr;
  while (from != stop && IsDigit(*from)) ++from;
  return from;
}

constexpr std::array<int64_t, 16> kPowersOfTen = {1,
                                                  10,
                                                  100,
                                                  1'000,
                                                  10'000,
                                                  100'000,
                                                  1'000'000,
                                                  10'000'000,
                                                  100'000'000,
                                                  1'000'000'000,
                                                  10'000'000'000,
                                                  100'000'000'000,
                                                  1'000'000'000'000,
                                                  10'000'000'000'000,
                                                  100'000'000'000'000,
                                                  1'000'000'000'000'000};

// INTEGRAL.FRACTION of at most 15 digits together. Both the digits as a number and the power of ten
// are doubles exactly, so one division rounds as from_chars does.
Value FromShortDecimal(bool minus, std::string_view integral, std::string_view fraction) {
  int64_t digits = 0;
  for (const char c : integral) digits = digits * 10 + (c - '0');
  for (const char c : fraction) digits = digits * 10 + (c - '0');
  if (minus) digits = -digits;
  const int64_t power = kPowersOfTen[fraction.size()];
  if (digits % power == 0) return MakeInt(digits / power);
  return MakeDouble(static_cast<double>(digits) / static_cast<double>(power));
}

}  // namespace

std::string_view UnescapeJson(Arena& arena, std::string_view raw) {
  char* const out = static_cast<char*>(arena.Allocate(raw.size()));
  size_t size = 0;
  if (!Unescape<true>(raw, out, size)) return {};
  return {out, size};
}

bool HasGoodEscapes(std::string_view raw) {
  size_t unused = 0;
  return Unescape<false>(raw, nullptr, unused);
}

bool ReadJsonNumber(std::string_view text, Value& value) {
  while (!text.empty() && IsJsonSpace(text.back())) text.remove_suffix(1);
  const char* const stop = text.data() + text.size();
  const bool minus = text.starts_with('-');
  const char* const integral = text.data() + minus;
  const char* next = SkipDigits(integral, stop);
  if (next == nullptr || (next - integral > 1 && *integral == '0')) return false;
  const std::string_view whole(integral, static_cast<size_t>(next - integral));
  std::string_view fraction;
  if (next != stop && *next == '.') {
    const char* const begin = next + 1;
    next = SkipDigits(begin, stop);
    if (next == nullptr) return false;
    fraction = {begin, static_cast<size_t>(next - begin)};
  }
  if (next == stop && whole.size() + fraction.size() <= 15) {
    value = FromShortDecimal(minus, whole, fraction);
    return true;
  }
  if (next != stop && (*next == 'e' || *next == 'E')) {
    ++next;
    if (next != stop && (*next == '-' || *next == '+')) ++next;
    next = SkipDigits(next, stop);
    if (next == nullptr) return false;
  }
  if (next != stop) return false;
  const std::expected<Value, std::string_view> number = ConvertJsonNumber(text);
  if (number) value = *number;
  return number.has_value();
}

}  // namespace remit
