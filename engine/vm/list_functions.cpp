// The functions of CEL's `lists` extension.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallListFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
