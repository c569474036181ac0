// An own scanner rather than simdjson's parsers, for three things that those do not give: a
// number's decimal text (whether it is whole, and exact beyond 2^53, is a question about digits
// that rounding to a double has already lost), the place of every error, and duplicate members.
// One pass says beforehand whether the text is UTF-8, so that the scanner may copy bytes without
// looking at them.
//
// No recursion: open containers are frames on a vector, and their finished elements lie on two
// shared vectors until the container closes and they move to the arena together.
#include "engine/model/json_read.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"
#include "engine/model/json_number.h"

namespace remit {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

class Reader {
 public:
  Reader(Arena& arena, std::string_view text, const JsonLimits& limits)
      : arena_(arena), text_(text), limits_(limits) {
    // Enough for an ordinary action: growing in steps would cost more than reading it.
    frames_.reserve(16);
    items_.reserve(16);
    members_.reserve(32);
    name_places_.reserve(32);
  }

  Result<Value> Read() {
    Value value;
    if (!CheckBytes() || !ReadDocument(value)) return std::unexpected(std::move(*error_));
    return value;
  }

 private:
  struct Frame {
    bool is_map;
    size_t first;  // where its elements begin on items_ or members_
  };

  // All that can go wrong ends the reading, so the error waits here and `false` carries the news:
  // cheaper in the inner loops than an Error in every return value.
  bool Refuse(ErrorKind kind, std::string message, size_t at) {
    error_ = Error{kind, std::move(message), "byte " + std::to_string(at)};
    return false;
  }
  bool Refuse(std::string message, size_t at) {
    return Refuse(ErrorKind::BadInput, std::move(message), at);
  }
  bool RefuseHere(std::string_view expected) {
    if (at_ == text_.size())
      return Refuse("expected " + std::string(expected) + " before the end", at_);
    const CodePoint found = DecodeUtf8(text_, at_);
    return Refuse("expected " + std::string(expected) + ", found `" +
                      EscapeText(text_.substr(at_, found.size)) + "`",
                  at_);
  }

  bool CheckBytes();
  bool ReadDocument(Value& value);
  bool ReadName();
  bool Open(bool is_map);
  bool CloseList(Value& value);
  bool CloseMap(Value& value);
  bool ReadScalar(Value& value);
  bool ReadLiteral(std::string_view word, const Value& meaning, Value& value);
  std::string_view TakePlain();
  bool ReadString(std::string_view& string);
  bool Unescape();
  bool ReadUnicodeEscape();
  bool ReadHex4(uint32_t& unit);
  bool ReadNumber(Value& value);
  bool SkipDigits();
  bool ConvertNumber(size_t start, Value& value);
  bool FinishElement(Value& value, bool& complete);

  char Peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  bool Take(char c) {
    if (at_ == text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }
  void SkipSpace() {
    while (at_ < text_.size() &&
           (text_[at_] == ' ' || text_[at_] == '\n' || text_[at_] == '\r' || text_[at_] == '\t')) {
      ++at_;
    }
  }

  Arena& arena_;
  std::string_view text_;
  const JsonLimits& limits_;
  size_t at_ = 0;
  std::vector<Frame> frames_;
  std::vector<Value> items_;
  std::vector<MapEntry> members_;
  std::vector<size_t> name_places_;  // of members_, for the error of a duplicate
  std::string scratch_;              // the string being unescaped
  std::optional<Error> error_;
};

bool Reader::CheckBytes() {
  // A Value counts in 32 bits, whatever limit the caller set.
  const size_t most = std::min<size_t>(limits_.bytes, std::numeric_limits<uint32_t>::max());
  if (text_.size() > most) {
    return Refuse(ErrorKind::Limit,
                  "the document is longer than " + std::to_string(most) + " bytes", most);
  }
  if (text_.starts_with("\xEF\xBB\xBF")) return Refuse("a byte order mark is not allowed", 0);
  if (const size_t valid = ValidUtf8Prefix(text_); valid != text_.size()) {
    return Refuse("invalid UTF-8", valid);
  }
  return true;
}

bool Reader::ReadDocument(Value& value) {
  for (bool complete = false; !complete;) {
    SkipSpace();
    if (Peek() == '{' || Peek() == '[') {
      const bool is_map = text_[at_] == '{';
      if (!Open(is_map)) return false;
      SkipSpace();
      if (Peek() != (is_map ? '}' : ']')) {
        if (is_map && !ReadName()) return false;
        continue;
      }
      ++at_;
      if (!(is_map ? CloseMap(value) : CloseList(value))) return false;
    } else if (!ReadScalar(value)) {
      return false;
    }
    if (!FinishElement(value, complete)) return false;
  }
  SkipSpace();
  return at_ == text_.size() || Refuse("text after the document", at_);
}

// Puts the finished `value` into the innermost open container, and closes every container that ends
// here; `complete` where the document's own value is finished.
bool Reader::FinishElement(Value& value, bool& complete) {
  while (!frames_.empty()) {
    const bool is_map = frames_.back().is_map;
    if (is_map) {
      members_.back().value = value;
    } else {
      items_.push_back(value);
    }
    SkipSpace();
    if (Take(',')) {
      SkipSpace();
      return !is_map || ReadName();
    }
    if (!Take(is_map ? '}' : ']')) return RefuseHere(is_map ? "`,` or `}`" : "`,` or `]`");
    if (!(is_map ? CloseMap(value) : CloseList(value))) return false;
  }
  complete = true;
  return true;
}

bool Reader::Open(bool is_map) {
  if (frames_.size() == limits_.depth) {
    return Refuse(ErrorKind::Limit,
                  "nested deeper than " + std::to_string(limits_.depth) + " levels", at_);
  }
  frames_.push_back({is_map, is_map ? members_.size() : items_.size()});
  ++at_;
  return true;
}

// A member's name and its colon.
bool Reader::ReadName() {
  const size_t place = at_;
  if (Peek() != '"') return RefuseHere("a member name");
  std::string_view name;
  if (!ReadString(name)) return false;
  SkipSpace();
  if (!Take(':')) return RefuseHere("`:`");
  members_.push_back({MakeString(name), MakeNull()});
  name_places_.push_back(place);
  return true;
}

bool Reader::CloseList(Value& value) {
  const size_t first = frames_.back().first;
  frames_.pop_back();
  const size_t count = items_.size() - first;
  std::span<Value> items = arena_.MakeArray<Value>(count);
  std::copy_n(items_.begin() + static_cast<ptrdiff_t>(first), count, items.begin());
  items_.resize(first);
  value = MakeList(items);
  return true;
}

bool Reader::CloseMap(Value& value) {
  const size_t first = frames_.back().first;
  frames_.pop_back();
  const size_t count = members_.size() - first;
  std::span<MapEntry> entries = arena_.MakeArray<MapEntry>(count);
  std::copy_n(members_.begin() + static_cast<ptrdiff_t>(first), count, entries.begin());
  value = MakeMap(arena_, entries);
  if (value.is_error()) {
    // Sorting has lost which name came second; the unsorted members still know.
    std::set<std::string_view> seen;
    for (size_t i = first; i < members_.size(); ++i) {
      const std::string_view name = members_[i].key.string();
      if (!seen.insert(name).second) {
        return Refuse("duplicate member `" + EscapeText(name, 80) + "`", name_places_[i]);
      }
    }
  }
  members_.resize(first);
  name_places_.resize(first);
  return true;
}

bool Reader::ReadScalar(Value& value) {
  const char c = Peek();
  if (c == '"') {
    std::string_view string;
    if (!ReadString(string)) return false;
    value = MakeString(string);
    return true;
  }
  if (c == '-' || IsDigit(c)) return ReadNumber(value);
  if (c == 't') return ReadLiteral("true", MakeBool(true), value);
  if (c == 'f') return ReadLiteral("false", MakeBool(false), value);
  if (c == 'n') return ReadLiteral("null", MakeNull(), value);
  return RefuseHere("a value");
}

bool Reader::ReadLiteral(std::string_view word, const Value& meaning, Value& value) {
  if (!text_.substr(at_).starts_with(word)) return RefuseHere("a value");
  at_ += word.size();
  value = meaning;
  return true;
}

// The characters from at_ up to a quote, a backslash or what may not stand in a string.
std::string_view Reader::TakePlain() {
  const size_t start = at_;
  while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
         static_cast<uint8_t>(text_[at_]) >= 0x20) {
    ++at_;
  }
  return text_.substr(start, at_ - start);
}

bool Reader::ReadString(std::string_view& string) {
  ++at_;
  const std::string_view plain = TakePlain();
  if (Peek() == '"' && plain.size() <= limits_.string_bytes) {
    ++at_;
    string = arena_.Copy(plain);
    return true;
  }
  scratch_ = plain;
  if (!Unescape()) return false;
  string = arena_.Copy(scratch_);
  return true;
}

// The rest of a string, from its first escape, into scratch_.
bool Reader::Unescape() {
  for (;; scratch_ += TakePlain()) {
    if (scratch_.size() > limits_.string_bytes) {
      return Refuse(ErrorKind::Limit,
                    "a string is longer than " + std::to_string(limits_.string_bytes) + " bytes",
                    at_);
    }
    if (at_ == text_.size()) return RefuseHere("`\"`");
    if (Take('"')) return true;
    if (!Take('\\')) return Refuse("a control character in a string must be escaped", at_);
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    const size_t letter = at_ < text_.size() ? kLetters.find(text_[at_]) : std::string_view::npos;
    if (letter != std::string_view::npos) {
      scratch_ += kMeanings[letter];
    } else if (Peek() != 'u') {
      return Refuse("unknown escape", at_ - 1);
    } else if (!ReadUnicodeEscape()) {
      return false;
    }
    ++at_;
  }
}

// at_ is on the `u`; afterwards on the escape's last character.
bool Reader::ReadUnicodeEscape() {
  const size_t start = at_ - 1;
  uint32_t unit = 0;
  if (!ReadHex4(unit)) return false;
  char32_t code_point = unit;
  if (unit >= 0xD800 && unit <= 0xDFFF) {
    uint32_t low = 0;
    const bool paired = unit < 0xDC00 && text_.substr(at_ + 1).starts_with("\\u");
    if (paired) {
      at_ += 2;
      if (!ReadHex4(low)) return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) return Refuse("a lone surrogate", start);
    code_point = 0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00);
  }
  AppendUtf8(scratch_, code_point);
  return true;
}

bool Reader::ReadHex4(uint32_t& unit) {
  for (int i = 0; i < 4; ++i) {
    ++at_;
    const char c = Peek();
    uint32_t digit = 0;
    const auto [end, error] = std::from_chars(&c, &c + 1, digit, 16);
    if (error != std::errc()) return RefuseHere("a hexadecimal digit");
    unit = unit << 4 | digit;
  }
  return true;
}

bool Reader::SkipDigits() {
  if (!IsDigit(Peek())) return RefuseHere("a digit");
  while (IsDigit(Peek())) ++at_;
  return true;
}

bool Reader::ReadNumber(Value& value) {
  const size_t start = at_;
  Take('-');
  const size_t digits = at_;
  if (Take('0')) {
    if (IsDigit(Peek())) return Refuse("a number has a leading zero", digits);
  } else if (!SkipDigits()) {
    return false;
  }
  const bool plain = Peek() != '.' && Peek() != 'e' && Peek() != 'E';
  if (plain && at_ - digits <= 15) {
    int64_t integer = 0;
    std::from_chars(text_.data() + start, text_.data() + at_, integer);
    value = MakeInt(integer);
    return true;
  }
  if (Take('.') && !SkipDigits()) return false;
  if (Take('e') || Take('E')) {
    if (!Take('-')) Take('+');
    if (!SkipDigits()) return false;
  }
  return ConvertNumber(start, value);
}

bool Reader::ConvertNumber(size_t start, Value& value) {
  const std::expected<Value, std::string_view> number =
      ConvertJsonNumber(text_.substr(start, at_ - start));
  if (!number) return Refuse(std::string(number.error()), start);
  value = *number;
  return true;
}

}  // namespace

Result<Value> ReadJson(Arena& arena, std::string_view text, const JsonLimits& limits) {
  return Reader(arena, text, limits).Read();
}

}  // namespace remit
