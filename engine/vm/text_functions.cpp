// The functions of CEL's `strings` extension.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallTextFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
