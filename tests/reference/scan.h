// Pattern sets, one entry and one text at a time (language.md sections 5 and 13).
#pragma once

#include "dsl/check/typed.h"
#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

// The hits of `set` in a string or a list of {path, line, text}: maps of id, line, path, start,
// text. An error value for any other input.
Value ScanText(Arena& arena, const typed::Bundle& bundle, const typed::PatternSet& set,
               const Value& input);

}  // namespace remit::reference
