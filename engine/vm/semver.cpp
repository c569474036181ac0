// `semver(text)`.
#include "engine/base/escape.h"
#include "engine/model/semver_text.h"
#include "engine/vm/function_rows.h"

namespace remit {

Value CallSemver(Eval& eval, Arguments arguments) {
  if (arguments.size() != 1 || arguments[0].kind != ValueKind::String) {
    return NoOverload(eval.arena, FunctionId::Semver, arguments);
  }
  const std::string_view text = arguments[0].string();
  if (!eval.fuel.Charge(ByteFuel(text.size()))) return OutOfFuelError();
  if (!IsSemver(text)) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                   {"`", EscapeText(text, 60), "` is no semantic version"});
  }
  return MakeSemver(text);
}

}  // namespace remit
