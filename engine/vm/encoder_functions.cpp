// base64.encode and base64.decode.
#include <optional>

#include "engine/base/base64.h"
#include "engine/base/escape.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/result_text.h"

namespace remit {

Value CallEncoderFunction(Eval& eval, FunctionId function, Arguments arguments) {
  const bool encodes = function == FunctionId::Base64Encode;
  if (arguments.size() != 1 ||
      arguments[0].kind != (encodes ? ValueKind::Bytes : ValueKind::String)) {
    return NoOverload(eval.arena, function, arguments);
  }
  const std::string_view given = arguments[0].string();
  if (!eval.fuel.Charge(ByteFuel(given.size()))) return OutOfFuelError();
  if (encodes) {
    return MakeText(eval, ValueKind::String, EncodedBase64Size(given.size()),
                    [given](char* memory) { EncodeBase64(given, memory); });
  }
  const std::optional<size_t> size = DecodedBase64Size(given);
  if (!size) return BadArgument(eval, {"`", EscapeText(given, 60), "` is no base64"});
  return MakeText(eval, ValueKind::Bytes, *size,
                  [given](char* memory) { DecodeBase64(given, memory); });
}

}  // namespace remit
