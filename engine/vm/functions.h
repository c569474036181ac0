// Every function of engine/program/functions.def.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "engine/model/value.h"
#include "engine/program/function_id.h"
#include "engine/vm/eval.h"
#include "engine/vm/regex_search.h"

namespace remit {

std::string_view FunctionName(FunctionId function);  // "getFullYear"

// The function of `arguments` (receiver first), none of them an error. NoOverload for kinds or a
// count that no overload takes. Costs: docs/vm.md.
Value CallFunction(Eval& eval, FunctionId function, std::span<const Value> arguments);

// The functions of a constant regex.
Value MatchesRegex(Eval& eval, RegexSearch& regexes, uint32_t regex, const Value& text);
// text, replacement, and optionally how many.
Value ReplaceRegex(Eval& eval, const CompiledRegex& regex, std::span<const Value> arguments);
Value ExtractRegex(Eval& eval, const CompiledRegex& regex, const Value& text);
Value ExtractAllRegex(Eval& eval, const CompiledRegex& regex, const Value& text);

}  // namespace remit
