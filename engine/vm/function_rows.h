// The functions by family; CallFunction dispatches to them. Arguments are never errors.
#pragma once

#include <span>

#include "engine/model/value.h"
#include "engine/program/function_id.h"
#include "engine/vm/eval.h"

namespace remit {

using Arguments = std::span<const Value>;

// NoOverload that names the function and the kinds of all arguments.
Value NoOverload(Arena& arena, FunctionId function, Arguments arguments);

Value CallStringFunction(Eval& eval, FunctionId function, Arguments arguments);
Value CallConversion(Eval& eval, FunctionId function, Arguments arguments);
Value CallTimeFunction(Eval& eval, FunctionId function, Arguments arguments);
Value CallOptionalFunction(Eval& eval, FunctionId function, Arguments arguments);
Value CallTextFunction(Eval& eval, FunctionId function, Arguments arguments);     // `strings`
Value CallMathFunction(Eval& eval, FunctionId function, Arguments arguments);     // `math`
Value CallEncoderFunction(Eval& eval, FunctionId function, Arguments arguments);  // `encoders`
Value CallNetworkFunction(Eval& eval, FunctionId function, Arguments arguments);  // `network`
Value CallListFunction(Eval& eval, FunctionId function, Arguments arguments);     // `lists`
Value CallSetFunction(Eval& eval, FunctionId function, Arguments arguments);      // `sets`
Value CallRegexFunction(Eval& eval, FunctionId function, Arguments arguments);    // `regex`
Value CallUrl(Eval& eval, Arguments arguments);
Value CallSemver(Eval& eval, Arguments arguments);

}  // namespace remit
