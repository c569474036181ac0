// The functions of CEL's `math` extension.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallMathFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
