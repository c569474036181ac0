#include "dsl/parse/literal.h"

#include <boost/spirit/home/x3.hpp>
#include <charconv>
#include <numeric>
#include <system_error>

#include "engine/base/utf8.h"

namespace remit {
namespace {

namespace x3 = boost::spirit::x3;

// What an escape stands for. A numeric one is a code point in a string, an octet in bytes.
struct Escape {
  enum class Form : uint8_t { Simple, Octet, Unicode } form = Form::Simple;
  uint32_t code = 0;
};

const x3::symbols<char>& SimpleEscapes() {
  static const x3::symbols<char> table = [] {
    x3::symbols<char> t;
    t.add("\\", '\\')("?", '?')("\"", '"')("'", '\'')("`", '`');
    t.add("a", '\a')("b", '\b')("f", '\f')("n", '\n')("r", '\r')("t", '\t')("v", '\v');
    return t;
  }();
  return table;
}

template <Escape::Form form>
constexpr auto kSet = [](auto& context) {
  x3::_val(context) = Escape{form, static_cast<uint32_t>(x3::_attr(context))};
};

// Section 1 of the CEL reference, "Escapes": after the backslash.
bool ParseEscape(const char*& first, const char* last, Escape& out) {
  using Form = Escape::Form;
  const x3::uint_parser<uint32_t, 16, 2, 2> hex2;
  const x3::uint_parser<uint32_t, 16, 4, 4> hex4;
  const x3::uint_parser<uint32_t, 16, 8, 8> hex8;
  const x3::uint_parser<uint32_t, 8, 3, 3> octal;
  const auto octet = x3::omit[x3::char_("xX")] >> hex2;
  const auto short_code = x3::omit[x3::char_('u')] >> hex4;
  const auto long_code = x3::omit[x3::char_('U')] >> hex8;
  const auto escape = x3::rule<struct EscapeTag, Escape>{"an escape"} =
      SimpleEscapes()[kSet<Form::Simple>] | octet[kSet<Form::Octet>] | octal[kSet<Form::Octet>] |
      short_code[kSet<Form::Unicode>] | long_code[kSet<Form::Unicode>];
  return x3::parse(first, last, escape, out);
}

// Why `escape` may not stand in such a literal; empty if it may.
std::string_view Refusal(const Escape& escape, Escapes escapes) {
  if (escape.form == Escape::Form::Octet && escape.code > 0xff) {
    return "an octal escape above \\377";
  }
  if (escape.form != Escape::Form::Unicode) return {};
  if (escapes == Escapes::Bytes) return "a Unicode escape in bytes";
  if (escape.code > 0x10ffff) return "a code point above 10FFFF";
  if (escape.code >= 0xd800 && escape.code <= 0xdfff) return "a surrogate is no character";
  return {};
}

}  // namespace

std::expected<TokenValue, LiteralMistake> ResolveEscapes(std::string_view content, Escapes escapes,
                                                         uint32_t offset) {
  TokenValue value;
  const char* const begin = content.data();
  const char* const end = begin + content.size();
  const auto at = [&](const char* p) { return static_cast<uint32_t>(p - begin); };
  if (escapes == Escapes::None || content.find('\\') == std::string_view::npos) {
    value.text = content;
    if (escapes == Escapes::Bytes) return value;
    value.places.resize(content.size() + 1);
    std::iota(value.places.begin(), value.places.end(), offset);
    return value;
  }
  for (const char* p = begin; p != end;) {
    const char* const start = p;
    if (*p != '\\') {
      value.text.push_back(*p++);
    } else {
      ++p;
      Escape escape;
      if (!ParseEscape(p, end, escape)) {
        const uint32_t stop = std::min(at(start) + 2, at(end));
        return std::unexpected(LiteralMistake{at(start), stop, "an escape that CEL does not know"});
      }
      if (const std::string_view why = Refusal(escape, escapes); !why.empty()) {
        return std::unexpected(LiteralMistake{at(start), at(p), std::string(why)});
      }
      if (escapes == Escapes::Bytes || escape.form == Escape::Form::Simple) {
        value.text.push_back(static_cast<char>(escape.code));
      } else {
        AppendUtf8(value.text, escape.code);
      }
    }
    if (escapes != Escapes::Bytes) value.places.resize(value.text.size(), offset + at(start));
  }
  if (escapes != Escapes::Bytes) value.places.push_back(offset + at(end));
  return value;
}

std::optional<uint64_t> ReadWhole(std::string_view digits) {
  const bool hex = digits.starts_with("0x");
  if (hex) digits.remove_prefix(2);
  uint64_t value = 0;
  const char* const end = digits.data() + digits.size();
  const auto [rest, error] = std::from_chars(digits.data(), end, value, hex ? 16 : 10);
  if (error != std::errc() || rest != end) return std::nullopt;
  return value;
}

std::optional<double> ReadDouble(std::string_view text) {
  // from_chars wants no locale and rounds right, but does not say which end of the range it left;
  // a value out of range that begins with a positive decimal exponent is too large.
  double value = 0.0;
  const char* const end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, value);
  if (error == std::errc() && rest == end) return value;
  if (error != std::errc::result_out_of_range) return std::nullopt;
  int64_t exponent = 0;
  const size_t mark = text.find_first_of("eE");
  const std::string_view mantissa = text.substr(0, mark);
  if (mark != std::string_view::npos) {
    std::string_view digits = text.substr(mark + 1);
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    const uint64_t size = ReadWhole(digits).value_or(UINT32_MAX);
    exponent = static_cast<int64_t>(std::min<uint64_t>(size, UINT32_MAX));
    if (negative) exponent = -exponent;
  }
  const auto point = static_cast<int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<int64_t>(mantissa.find_first_of("123456789"));
  exponent += first < point ? point - first : point - first + 1;
  if (exponent > 0) return std::nullopt;
  return 0.0;
}

}  // namespace remit
