// base64.encode and base64.decode.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallEncoderFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
