#include "engine/vm/function_rows.h"

namespace remit {

Value CallUrl(Eval& eval, Arguments arguments) {
  return NoOverload(eval.arena, FunctionId::Url, arguments);
}

}  // namespace remit
