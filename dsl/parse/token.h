// What the lexer hands to the grammar. Tokens are a flat array that ends in one of kind End.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source/source.h"

namespace remit {

enum class TokenKind : uint8_t {
  End,
  Error,  // already reported; the grammar stops at it in silence
  Identifier,
  Quoted,  // a backquoted selector; `value` is what stands between
  Int,     // `integer`; up to 2^63, which only a minus makes a literal
  Uint,
  Double,
  String,  // `value`, escapes resolved; `places` where each of its bytes stands
  Bytes,
  Duration,   // 1h30m: figures and units without a gap; its form is the clause grammar's business
  Timestamp,  // begins as RFC 3339 does; likewise
  Regex,      // `value`, `\/` resolved
  Punctuation,
};

enum class Punctuation : uint8_t {
  None,
  LeftParen,
  RightParen,
  LeftBracket,
  RightBracket,
  LeftBrace,
  RightBrace,
  Comma,
  Colon,
  Question,
  Dot,
  Assign,
  Plus,
  Minus,
  Star,
  Slash,
  Percent,
  Not,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  And,
  Or,
};

struct Token {
  TokenKind kind = TokenKind::End;
  Punctuation punctuation = Punctuation::None;
  bool starts_line = false;  // nothing but white space before it on its line
  bool at_margin = false;    // at the very beginning of its line
  uint32_t begin = 0;        // bytes of the file
  uint32_t end = 0;
  uint32_t value = 0;     // String, Bytes, Quoted, Regex: index into TokenList::values
  std::string_view text;  // as written
  union {
    uint64_t integer = 0;  // Int, Uint
    double real;           // Double
  };
};

// A literal's content. For strings, `places[i]` is the byte of the file that `text[i]` comes from,
// and one more for the end: expressions inside a string keep their places.
struct TokenValue {
  std::string text;
  std::vector<uint32_t> places;
};

// The `///` lines that stand before the token of that index.
struct DocLine {
  uint32_t before = 0;
  std::string_view text;
};

struct TokenList {
  std::vector<Token> tokens;
  std::vector<TokenValue> values;
  std::vector<DocLine> docs;
};

}  // namespace remit
