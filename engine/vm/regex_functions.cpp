// The functions of CEL's `regex` extension.
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"

namespace remit {

Value CallRegexFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

Value ReplaceRegex(Eval& eval, const CompiledRegex&, std::span<const Value> arguments) {
  return NoOverload(eval.arena, FunctionId::RegexReplace, arguments);
}

Value ExtractRegex(Eval& eval, const CompiledRegex&, const Value& text) {
  return NoOverload(eval.arena, FunctionId::RegexExtract, {&text, 1});
}

Value ExtractAllRegex(Eval& eval, const CompiledRegex&, const Value& text) {
  return NoOverload(eval.arena, FunctionId::RegexExtractAll, {&text, 1});
}

}  // namespace remit
