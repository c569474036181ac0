// The first phase: characters to tokens. CEL's tokens, and of Remit's own durations, timestamps
// and, inside `patterns NAME { }` only, regexes between slashes.
#pragma once

#include <string_view>

#include "dsl/diagnostics/diagnostic.h"
#include "dsl/parse/token.h"
#include "dsl/source/source.h"

namespace remit {

// The tokens of a whole file. What is no token is reported and leaves one of kind Error.
TokenList Lex(const SourceSet& sources, FileId id, Diagnostics& diagnostics);

// A piece of a string that holds an expression: the tokens of `text` from byte `first` up to the
// brace that closes it. The place of byte i is `places[i]`.
struct EmbeddedTokens {
  TokenList list;
  size_t end = 0;       // the byte of the closing brace
  bool closed = false;  // whether there is one
};
EmbeddedTokens LexEmbedded(std::string_view text, const std::vector<uint32_t>& places, size_t first,
                           FileId file, Diagnostics& diagnostics);

}  // namespace remit
