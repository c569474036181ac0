// `replace`, `split` and `join` of CEL's `strings` extension. They charge for what they give back,
// not for what they are given.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

// The first `count` occurrences of `wanted`, from the left and disjoint, replaced; below 0 is all.
// An empty `wanted` stands before every code point and at the end.
Value ReplaceText(Eval& eval, std::string_view text, std::string_view wanted,
                  std::string_view replacement, int64_t count);

// At most `count` parts, the last being all that is left; below 0 is all. An empty separator parts
// code points: none of them, no parts.
Value SplitText(Eval& eval, std::string_view text, std::string_view separator, int64_t count);

// NoOverload if one of `texts` is no string.
Value JoinTexts(Eval& eval, std::span<const Value> texts, std::string_view separator);

}  // namespace remit
