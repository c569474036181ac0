// Any bytes as an action: reading ends with an action or an error, and what was read has one
// canonical form that reads back to itself.
#include <algorithm>
#include <cmath>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/model/action.h"
#include "engine/model/json_write.h"

namespace {

// A double beyond 2^53 has a shortest text ("295147905179352830000") that is another whole number
// than the double, and as such is refused: the one kind of document whose canonical form is not
// read back.
bool HoldsLargeDouble(const remit::Value& value) {
  switch (value.kind) {
    case remit::ValueKind::Double:
      return std::fabs(value.real) > 0x1p53;
    case remit::ValueKind::List:
      return std::ranges::any_of(value.list(), HoldsLargeDouble);
    case remit::ValueKind::Map:
      return std::ranges::any_of(value.map(), HoldsLargeDouble, &remit::MapEntry::value);
    default:
      return false;
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  remit::Arena arena;
  const remit::Result<remit::Action> action = remit::ReadAction(arena, text);
  if (!action) {
    const std::string& message = action.error().message;
    REMIT_CHECK(remit::EscapeText(message) == message, "an error message is safe to print");
    return 0;
  }
  REMIT_CHECK(remit::IsActionName(action->name), "an action has a name");
  const remit::Result<std::string> canonical = remit::WriteCanonicalJson(action->document);
  REMIT_CHECK(canonical, "what was read as JSON can be written as JSON");

  const remit::Result<remit::Action> again = remit::ReadAction(arena, *canonical);
  if (!again) {
    REMIT_CHECK(HoldsLargeDouble(action->document), "the canonical form is an action");
    return 0;
  }
  const remit::Result<std::string> same = remit::WriteCanonicalJson(again->document);
  REMIT_CHECK(same && *same == *canonical, "the canonical form is its own canonical form");
  return 0;
}
