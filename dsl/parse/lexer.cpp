#include "dsl/parse/lexer.h"

#include <boost/spirit/home/x3.hpp>

#include "dsl/parse/clause_words.h"
#include "dsl/parse/literal.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

namespace x3 = boost::spirit::x3;

// --- what each token looks like: section 1 of the CEL reference ---

struct PunctuationTable : x3::symbols<Punctuation> {
  PunctuationTable() {
    using enum Punctuation;
    add("(", LeftParen)(")", RightParen)("[", LeftBracket)("]", RightBracket)("{", LeftBrace);
    add("}", RightBrace)(",", Comma)(":", Colon)("?", Question)(".", Dot)("=", Assign);
    add("+", Plus)("-", Minus)("*", Star)("/", Slash)("%", Percent)("!", Not)("<", Less);
    add("<=", LessEqual)(">", Greater)(">=", GreaterEqual)("==", Equal)("!=", NotEqual);
    add("&&", And)("||", Or);
  }
};

const PunctuationTable kPunctuation;
const auto kLetter = x3::char_("_a-zA-Z");
const auto kDigit = x3::char_("0-9");
const auto kHexDigit = x3::char_("0-9a-fA-F");
const auto kWord = kLetter | kDigit;
const auto kSpace = +x3::char_("\t\n\f\r ");
const auto kComment = x3::lit("//") >> *(x3::char_ - '\n');

const auto kIdentifier = kLetter >> *kWord;
const auto kQuoted = '`' >> +x3::char_("A-Za-z0-9_./ -") >> '`';
const auto kExponent = x3::char_("eE") >> -x3::char_("+-") >> +kDigit;
const auto kFloat = (*kDigit >> '.' >> +kDigit >> -kExponent) | (+kDigit >> kExponent);
const auto kWhole = (x3::lit("0x") >> +kHexDigit) | +kDigit;
const auto kUnit = x3::lit("ms") | x3::char_("smhd");
const auto kDuration = +(+kDigit >> kUnit) >> !kWord;
const auto kTwo = kDigit >> kDigit;
const auto kTimestamp = kTwo >> kTwo >> '-' >> kTwo >> '-' >> kTwo >> x3::char_("Tt") >>
                        *x3::char_("0-9:.") >> -(x3::char_("+-") >> *x3::char_("0-9:")) >> *kWord;
const auto kRegexBody = +(('\\' >> (x3::char_ - '\n')) | (x3::char_ - x3::char_("/\\\n")));

// `"…"`, `'…'` and the triple forms, with or without escapes; the content only.
struct Quotes {
  std::string_view mark;
  bool raw = false;
};

// The end of the content, or null where the mark does not come.
const char* FindClosing(const char* first, const char* last, const Quotes& quotes) {
  const auto mark = x3::lit(std::string(quotes.mark));
  const auto any = x3::char_;
  const auto pair = '\\' >> any;
  const bool lines = quotes.mark.size() == 3;
  const auto plain = any - mark;
  const auto in_line = plain - x3::char_("\r\n");
  bool closed = false;
  if (quotes.raw) {
    closed =
        lines ? x3::parse(first, last, *plain >> &mark) : x3::parse(first, last, *in_line >> &mark);
  } else {
    closed = lines ? x3::parse(first, last, *(pair | plain) >> &mark)
                   : x3::parse(first, last,
                               *(('\\' >> (any - x3::char_("\r\n"))) | (in_line - '\\')) >> &mark);
  }
  return closed ? first : nullptr;
}

// --- one text, token by token ---

class Scanner {
 public:
  Scanner(std::string_view text, const std::vector<uint32_t>* places, FileId file,
          Diagnostics& diagnostics)
      : text_(text), places_(places), file_(file), diagnostics_(diagnostics) {}

  // Appends the next token to `list`; one of kind End at the end of the text.
  void Next(TokenList& list, bool regexes);
  size_t position() const { return position_; }
  void set_position(size_t position) { position_ = position; }

 private:
  void SkipSpace(TokenList& list);
  void ScanString(TokenList& list, Token& token, size_t prefix);
  void ScanRegex(TokenList& list, Token& token);
  void ScanNumber(Token& token);
  void ScanUnknown(Token& token);
  uint32_t PlaceOf(size_t byte) const {
    return places_ != nullptr ? (*places_)[byte] : static_cast<uint32_t>(byte);
  }
  void Report(DiagnosticKind kind, size_t begin, size_t end, std::string message,
              std::string help = {}) {
    diagnostics_.Emit(kind, Span{file_, PlaceOf(begin), PlaceOf(end)}, std::move(message),
                      std::move(help));
  }
  const char* here() const { return text_.data() + position_; }
  const char* last() const { return text_.data() + text_.size(); }

  // Whether `parser` matches here; if so, moves behind it.
  template <typename Parser>
  bool Take(const Parser& parser) {
    const char* first = here();
    if (!x3::parse(first, last(), parser)) return false;
    position_ = static_cast<size_t>(first - text_.data());
    return true;
  }

  std::string_view text_;
  const std::vector<uint32_t>* places_;  // null: bytes of the file itself
  FileId file_;
  Diagnostics& diagnostics_;
  size_t position_ = 0;
  bool line_start_ = true;
};

void Scanner::SkipSpace(TokenList& list) {
  for (;;) {
    const size_t begin = position_;
    const bool comment = Take(kComment);
    if (!comment && !Take(kSpace)) return;
    std::string_view skipped = text_.substr(begin, position_ - begin);
    if (skipped.find('\n') != std::string_view::npos) line_start_ = true;
    if (!comment || !skipped.starts_with("///") || skipped.starts_with("////")) continue;
    skipped.remove_prefix(3);
    if (skipped.starts_with(' ')) skipped.remove_prefix(1);
    while (!skipped.empty() && (skipped.back() == '\r' || skipped.back() == ' ')) {
      skipped.remove_suffix(1);
    }
    list.docs.push_back({static_cast<uint32_t>(list.tokens.size()), skipped});
  }
}

// `prefix`: how many of `b`, `r` stand before the quotes.
void Scanner::ScanString(TokenList& list, Token& token, size_t prefix) {
  const size_t begin = position_;
  const std::string_view letters = text_.substr(begin, prefix);
  const bool bytes = letters.find_first_of("bB") != std::string_view::npos;
  Quotes quotes;
  quotes.raw = letters.find_first_of("rR") != std::string_view::npos;
  const std::string_view rest = text_.substr(begin + prefix);
  const bool triple = rest.starts_with("\"\"\"") || rest.starts_with("'''");
  quotes.mark = rest.substr(0, triple ? 3 : 1);
  token.kind = bytes ? TokenKind::Bytes : TokenKind::String;
  token.value = static_cast<uint32_t>(list.values.size());
  list.values.emplace_back();
  const size_t content = begin + prefix + quotes.mark.size();
  const char* const closing = FindClosing(text_.data() + content, last(), quotes);
  if (closing == nullptr) {
    const size_t stop =
        triple ? text_.size() : std::min(text_.find_first_of("\r\n", begin), text_.size());
    position_ = stop;
    Report(DiagnosticKind::BadString, begin, std::min(stop, begin + prefix + quotes.mark.size()),
           "a string that is not closed");
    list.values.back().places.push_back(PlaceOf(content));
    return;
  }
  const size_t end = static_cast<size_t>(closing - text_.data());
  position_ = end + quotes.mark.size();
  const Escapes escapes = quotes.raw ? Escapes::None : bytes ? Escapes::Bytes : Escapes::String;
  auto value =
      ResolveEscapes(text_.substr(content, end - content), escapes, static_cast<uint32_t>(content));
  if (!value) {
    Report(DiagnosticKind::BadString, content + value.error().begin, content + value.error().end,
           std::move(value.error().message));
    list.values.back().places.push_back(PlaceOf(content));
    return;
  }
  for (uint32_t& place : value->places) place = PlaceOf(place);
  list.values.back() = std::move(*value);
}

void Scanner::ScanRegex(TokenList& list, Token& token) {
  const size_t begin = position_;
  token.kind = TokenKind::Regex;
  token.value = static_cast<uint32_t>(list.values.size());
  list.values.emplace_back();
  if (!Take('/' >> kRegexBody >> '/')) {
    position_ = std::min(text_.find('\n', begin), text_.size());
    Report(DiagnosticKind::BadRegexLiteral, begin, begin + 1, "a regex that is not closed",
           "a slash inside is written `\\/`");
    return;
  }
  const std::string_view body = text_.substr(begin + 1, position_ - begin - 2);
  std::string& value = list.values.back().text;
  for (size_t i = 0; i < body.size(); ++i) {
    // A backslash never ends the body: the one behind it would have been no end.
    if (body[i] == '\\' && body[++i] != '/') value.push_back('\\');
    value.push_back(body[i]);
  }
}

void Scanner::ScanNumber(Token& token) {
  const size_t begin = position_;
  if (Take(kTimestamp)) {
    token.kind = TokenKind::Timestamp;
    return;
  }
  if (Take(kDuration)) {
    token.kind = TokenKind::Duration;
    return;
  }
  if (Take(kFloat)) {
    token.kind = TokenKind::Double;
    const std::optional<double> value = ReadDouble(text_.substr(begin, position_ - begin));
    if (!value) Report(DiagnosticKind::BadNumber, begin, position_, "a double out of range");
    token.real = value.value_or(0.0);
    return;
  }
  Take(kWhole);
  const std::optional<uint64_t> value = ReadWhole(text_.substr(begin, position_ - begin));
  token.kind = Take(x3::char_("uU")) ? TokenKind::Uint : TokenKind::Int;
  token.integer = value.value_or(0);
  const bool fits = token.kind == TokenKind::Uint || token.integer <= uint64_t{1} << 63;
  if (value && fits) return;
  token.integer = 0;
  Report(DiagnosticKind::BadNumber, begin, position_,
         token.kind == TokenKind::Uint ? "a uint out of range" : "an int out of range");
}

void Scanner::ScanUnknown(Token& token) {
  const size_t begin = position_;
  // Whole characters, and a run of them once.
  do {
    ++position_;
  } while (position_ < text_.size() && (static_cast<unsigned char>(text_[position_]) & 0x80));
  token.kind = TokenKind::Error;
  const std::string shown = EscapeText(text_.substr(begin, position_ - begin), 20);
  std::string help;
  if (shown == "&" || shown == "|") help = "did you mean `" + shown + shown + "`?";
  if (shown == ";") help = "clauses and declarations need no separator";
  if (shown == "#") help = "a comment begins with `//`";
  Report(DiagnosticKind::BadToken, begin, position_, "`" + shown + "` begins no token",
         std::move(help));
}

void Scanner::Next(TokenList& list, bool regexes) {
  SkipSpace(list);
  Token token;
  const size_t begin = position_;
  token.starts_line = line_start_;
  token.at_margin = begin == 0 || text_[begin - 1] == '\n';
  line_start_ = false;
  if (begin < text_.size()) {
    const std::string_view rest = text_.substr(begin);
    const size_t quote = rest.substr(0, 3).find_first_of("\"'");
    const bool prefixed = quote == 0 ||
                          (quote == 1 && std::string_view("bBrR").contains(rest[0])) ||
                          (quote == 2 && std::string_view("bB").contains(rest[0]) &&
                           std::string_view("rR").contains(rest[1]));
    const bool digit = rest[0] >= '0' && rest[0] <= '9';
    const bool point = rest.size() > 1 && rest[0] == '.' && rest[1] >= '0' && rest[1] <= '9';
    if (prefixed) {
      ScanString(list, token, quote);
    } else if (regexes && rest[0] == '/') {
      ScanRegex(list, token);
    } else if (digit || point) {
      ScanNumber(token);
    } else if (Take(kIdentifier)) {
      token.kind = TokenKind::Identifier;
    } else if (Take(kQuoted)) {
      token.kind = TokenKind::Quoted;
      token.value = static_cast<uint32_t>(list.values.size());
      list.values.push_back({std::string(text_.substr(begin + 1, position_ - begin - 2)), {}});
    } else {
      const char* first = here();
      if (x3::parse(first, last(), kPunctuation, token.punctuation)) {
        token.kind = TokenKind::Punctuation;
        position_ = static_cast<size_t>(first - text_.data());
      } else {
        ScanUnknown(token);
      }
    }
  }
  token.begin = PlaceOf(begin);
  token.end = PlaceOf(position_);
  token.text = text_.substr(begin, position_ - begin);
  list.tokens.push_back(token);
}

bool Is(const Token& token, Punctuation punctuation) {
  return token.kind == TokenKind::Punctuation && token.punctuation == punctuation;
}

// Whether the tokens so far end in a `patterns NAME {`; inside braces only at a line's very start,
// where a body before it was not closed.
bool OpensPatterns(const std::vector<Token>& tokens, size_t depth) {
  const size_t n = tokens.size();
  return n >= 3 && tokens[n - 3].kind == TokenKind::Identifier &&
         tokens[n - 3].text == "patterns" && tokens[n - 2].kind == TokenKind::Identifier &&
         (depth == 0 || tokens[n - 3].at_margin);
}

// Whether they end in the beginning of a declaration that is no entry of a pattern set.
bool LeavesPatterns(const std::vector<Token>& tokens) {
  const size_t n = tokens.size();
  return n >= 2 && tokens[n - 1].kind == TokenKind::Identifier &&
         tokens[n - 2].kind == TokenKind::Identifier && tokens[n - 2].at_margin &&
         IsItemWord(tokens[n - 2].text);
}

}  // namespace

TokenList Lex(const SourceSet& sources, FileId id, Diagnostics& diagnostics) {
  TokenList list;
  // A token of four bytes with the space before it is a short one: what is reserved is rarely
  // outgrown, and memory that is not touched costs nothing.
  list.tokens.reserve(sources.file(id).text.size() / 4 + 1);
  Scanner scanner(sources.file(id).text, nullptr, id, diagnostics);
  size_t depth = 0;
  bool regexes = false;
  do {
    scanner.Next(list, regexes);
    const Token& token = list.tokens.back();
    if (regexes && LeavesPatterns(list.tokens)) {
      regexes = false;
      depth = 0;
    }
    if (Is(token, Punctuation::LeftBrace)) {
      if (OpensPatterns(list.tokens, depth)) {
        regexes = true;
        depth = 0;
      }
      ++depth;
    }
    if (Is(token, Punctuation::RightBrace) && depth != 0 && --depth == 0) regexes = false;
  } while (list.tokens.back().kind != TokenKind::End);
  return list;
}

EmbeddedTokens LexEmbedded(std::string_view text, const std::vector<uint32_t>& places, size_t first,
                           FileId file, Diagnostics& diagnostics) {
  EmbeddedTokens embedded;
  Scanner scanner(text, &places, file, diagnostics);
  scanner.set_position(first);
  size_t depth = 0;
  for (;;) {
    scanner.Next(embedded.list, false);
    Token& token = embedded.list.tokens.back();
    if (token.kind == TokenKind::End) break;
    if (Is(token, Punctuation::LeftBrace)) ++depth;
    if (Is(token, Punctuation::RightBrace) && depth-- == 0) {
      embedded.closed = true;
      embedded.end = scanner.position() - 1;
      token.kind = TokenKind::End;
      break;
    }
  }
  return embedded;
}

}  // namespace remit
