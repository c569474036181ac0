// IP addresses and ranges: CEL's `network` extension.
#include "engine/vm/function_rows.h"

namespace remit {

Value CallNetworkFunction(Eval& eval, FunctionId function, Arguments arguments) {
  return NoOverload(eval.arena, function, arguments);
}

}  // namespace remit
