#include "engine/vm/function_rows.h"

namespace remit {

Value CallSemver(Eval& eval, Arguments arguments) {
  return NoOverload(eval.arena, FunctionId::Semver, arguments);
}

}  // namespace remit
