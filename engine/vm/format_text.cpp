// The format is read three times: to find what is wrong with it, to measure the text, to write it.
// So errors come before the text is charged, and the charge before memory is taken.
#include "engine/vm/format_text.h"

#include <array>
#include <charconv>
#include <cmath>
#include <optional>
#include <string>

#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "engine/vm/code_points.h"
#include "engine/vm/print_value.h"
#include "engine/vm/result_text.h"

namespace remit {
namespace {

constexpr uint32_t kDefaultPrecision = 6;
constexpr uint32_t kMaxPrecision = FunctionLimits().format_precision;
constexpr size_t kLongestFixed = 1 + 309 + 1 + kMaxPrecision;  // sign, digits, point, digits

// What a format is made of: text as it stands, then a clause, but for the last piece.
struct Piece {
  std::string_view text;
  std::string_view verb;  // a character; empty: the format ends here
  uint32_t precision = kDefaultPrecision;
};

// Reads a format piece by piece; `wrong` says what stopped it.
class FormatReader {
 public:
  explicit FormatReader(std::string_view format) : format_(format) {}

  std::optional<Piece> Next();
  const std::string& wrong() const { return wrong_; }

 private:
  bool ReadPrecision(Piece& piece);

  std::string_view format_;
  size_t at_ = 0;
  bool done_ = false;
  std::string wrong_;
};

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool FormatReader::ReadPrecision(Piece& piece) {
  const size_t first = ++at_;
  uint64_t precision = 0;
  for (; at_ < format_.size() && IsDigit(format_[at_]); ++at_) {
    if (precision <= kMaxPrecision)
      precision = precision * 10 + static_cast<uint8_t>(format_[at_] - '0');
  }
  if (at_ == first) {
    wrong_ = "a clause of the format with a `.` and no precision behind it";
    return false;
  }
  if (precision > kMaxPrecision) {
    wrong_ = "a precision of " + EscapeText(format_.substr(first, at_ - first), 20) +
             " in a format: the limit is " + std::to_string(kMaxPrecision);
    return false;
  }
  piece.precision = static_cast<uint32_t>(precision);
  return true;
}

std::optional<Piece> FormatReader::Next() {
  if (done_ || !wrong_.empty()) return std::nullopt;
  Piece piece;
  const size_t start = at_;
  at_ = std::min(format_.find('%', at_), format_.size());
  piece.text = format_.substr(start, at_ - start);
  if (at_ == format_.size()) {
    done_ = true;
    return piece;
  }
  ++at_;
  if (at_ < format_.size() && format_[at_] == '.' && !ReadPrecision(piece)) return std::nullopt;
  if (at_ == format_.size()) {
    wrong_ = "a format that ends within a clause";
    return std::nullopt;
  }
  const size_t end = NextCodePoint(format_, at_);
  piece.verb = format_.substr(at_, end - at_);
  at_ = end;
  return piece;
}

// `%%`, not `%.3%`.
bool IsPercentSign(const Piece& piece) { return piece.verb == "%" && piece.verb.data()[-1] == '%'; }

bool IsVerb(std::string_view verb) {
  return verb.size() == 1 && std::string_view("sdfexXob").find(verb[0]) != std::string_view::npos;
}

bool Takes(char verb, ValueKind kind) {
  const bool whole = kind == ValueKind::Int || kind == ValueKind::Uint;
  switch (verb) {
    case 's':
      return true;
    case 'd':
    case 'f':
    case 'e':
      return whole || kind == ValueKind::Double;
    case 'x':
    case 'X':
      return whole || kind == ValueKind::String || kind == ValueKind::Bytes;
    case 'b':
      return whole || kind == ValueKind::Bool;
    default:
      return whole;
  }
}

// What is wrong; empty if nothing is.
std::string FindMistake(std::string_view format, std::span<const Value> arguments) {
  FormatReader reader(format);
  size_t used = 0;
  while (const std::optional<Piece> piece = reader.Next()) {
    if (piece->verb.empty() || IsPercentSign(*piece)) continue;
    const std::string clause = "`%" + EscapeText(piece->verb) + "`";
    if (!IsVerb(piece->verb)) return clause + " is no clause of a format";
    if (used == arguments.size()) {
      return clause + " of a format has no argument: the list holds " + std::to_string(used);
    }
    const ValueKind kind = arguments[used].kind;
    if (!Takes(piece->verb[0], kind)) {
      return clause + " of a format does not take " + std::string(ValueKindName(kind));
    }
    ++used;
  }
  return reader.wrong();
}

void PrintWhole(TextOut& out, const Value& value, int base, bool upper) {
  std::array<char, 65> digits{};  // a sign and 64 bits
  char* const first = digits.data();
  const auto [end, error] =
      value.kind == ValueKind::Uint
          ? std::to_chars(first, first + digits.size(), value.unsigned_integer, base)
          : std::to_chars(first, first + digits.size(), value.integer, base);
  for (char* c = first; upper && c != end; ++c) {
    if (*c >= 'a') *c = static_cast<char>(*c - 'a' + 'A');
  }
  out.Put({first, end});
}

void PrintHex(TextOut& out, std::string_view bytes, bool upper) {
  if (out.counts_only()) return out.Fill(uint64_t{bytes.size()} * 2, '0');
  const std::string_view digits = upper ? "0123456789ABCDEF" : "0123456789abcdef";
  for (const char c : bytes) {
    const auto byte = static_cast<uint8_t>(c);
    const char pair[] = {digits[byte >> 4], digits[byte & 15]};
    out.Put({pair, 2});
  }
}

void PrintRounded(TextOut& out, const Value& value, std::chars_format how, uint32_t precision) {
  double number = value.real;
  if (value.kind == ValueKind::Int) number = static_cast<double>(value.integer);
  if (value.kind == ValueKind::Uint) number = static_cast<double>(value.unsigned_integer);
  if (!std::isfinite(number)) return PrintDouble(out, number);
  std::array<char, kLongestFixed> text{};
  const auto [end, error] = std::to_chars(text.data(), text.data() + text.size(), number, how,
                                          static_cast<int>(precision));
  out.Put({text.data(), end});
}

void PrintClause(TextOut& out, const Piece& piece, const Value& value) {
  const char verb = piece.verb[0];
  switch (verb) {
    case 's':
      return PrintValue(out, value, BadUtf8::Replaced);
    case 'd':
      if (value.kind == ValueKind::Double) return PrintDouble(out, value.real);
      return PrintWhole(out, value, 10, false);
    case 'f':
      return PrintRounded(out, value, std::chars_format::fixed, piece.precision);
    case 'e':
      return PrintRounded(out, value, std::chars_format::scientific, piece.precision);
    case 'x':
    case 'X':
      if (value.kind == ValueKind::String || value.kind == ValueKind::Bytes) {
        return PrintHex(out, value.string(), verb == 'X');
      }
      return PrintWhole(out, value, 16, verb == 'X');
    case 'o':
      return PrintWhole(out, value, 8, false);
    default:
      if (value.kind == ValueKind::Bool) return out.Put(value.boolean ? '1' : '0');
      return PrintWhole(out, value, 2, false);
  }
}

// A format without a mistake.
void Print(TextOut& out, std::string_view format, std::span<const Value> arguments) {
  FormatReader reader(format);
  size_t used = 0;
  while (const std::optional<Piece> piece = reader.Next()) {
    out.Put(piece->text);
    if (out.over()) return;
    if (piece->verb.empty()) continue;
    if (IsPercentSign(*piece)) {
      out.Put('%');
    } else {
      PrintClause(out, *piece, arguments[used++]);
    }
  }
}

}  // namespace

Value FormatText(Eval& eval, std::string_view format, std::span<const Value> arguments) {
  if (const std::string mistake = FindMistake(format, arguments); !mistake.empty()) {
    return BadArgument(eval, {mistake});
  }
  // The most that the fuel left can pay for.
  const uint64_t limit = BytesFor(eval.fuel.left);
  TextOut counted(limit);
  Print(counted, format, arguments);
  return MakeText(eval, ValueKind::String, counted.size(), [&](char* memory) {
    TextOut written(memory, limit);
    Print(written, format, arguments);
  });
}

}  // namespace remit
