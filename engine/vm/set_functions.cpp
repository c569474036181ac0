// The functions of CEL's `sets` extension.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallSetFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
