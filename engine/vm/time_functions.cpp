// Parts of timestamps, in UTC or in a zone, and of durations.
#include <optional>

#include "engine/base/escape.h"
#include "engine/model/time_text.h"
#include "engine/model/zones.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"

namespace remit {
namespace {

constexpr int64_t kNanosecondsPerMillisecond = 1'000'000;
constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

Value PartOfTimestamp(FunctionId function, const Value& time, int64_t offset) {
  if (function == FunctionId::GetMilliseconds) {
    return MakeInt(int64_t{time.size} / kNanosecondsPerMillisecond);
  }
  const CivilTime civil = ToCivil(time.integer + offset);
  switch (function) {
    case FunctionId::GetFullYear:
      return MakeInt(civil.year);
    case FunctionId::GetMonth:
      return MakeInt(civil.month - 1);
    case FunctionId::GetDate:
      return MakeInt(civil.day);
    case FunctionId::GetDayOfMonth:
      return MakeInt(civil.day - 1);
    case FunctionId::GetDayOfYear:
      return MakeInt(civil.day_of_year);
    case FunctionId::GetDayOfWeek:
      return MakeInt(civil.day_of_week);
    case FunctionId::GetHours:
      return MakeInt(civil.hour);
    case FunctionId::GetMinutes:
      return MakeInt(civil.minute);
    default:
      return MakeInt(civil.second);
  }
}

// Hours, minutes and seconds are the whole duration in that unit, milliseconds only the part.
std::optional<int64_t> PartOfDuration(FunctionId function, int64_t nanoseconds) {
  switch (function) {
    case FunctionId::GetHours:
      return nanoseconds / (3600 * kNanosecondsPerSecond);
    case FunctionId::GetMinutes:
      return nanoseconds / (60 * kNanosecondsPerSecond);
    case FunctionId::GetSeconds:
      return nanoseconds / kNanosecondsPerSecond;
    case FunctionId::GetMilliseconds:
      return nanoseconds % kNanosecondsPerSecond / kNanosecondsPerMillisecond;
    default:
      return std::nullopt;
  }
}

}  // namespace

Value CallTimeFunction(Eval& eval, FunctionId function, Arguments arguments) {
  const size_t count = arguments.size();
  if (count == 1 && arguments[0].kind == ValueKind::Duration) {
    if (const auto part = PartOfDuration(function, arguments[0].integer)) return MakeInt(*part);
  }
  if (count < 1 || count > 2 || arguments[0].kind != ValueKind::Timestamp ||
      (count == 2 && arguments[1].kind != ValueKind::String)) {
    return NoOverload(eval.arena, function, arguments);
  }
  if (count == 1) return PartOfTimestamp(function, arguments[0], 0);
  const std::optional<int32_t> offset = ZoneOffset(arguments[1].string(), arguments[0].integer);
  if (!offset) {
    return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                   {"unknown time zone `", EscapeText(arguments[1].string(), 60), "`"});
  }
  return PartOfTimestamp(function, arguments[0], *offset);
}

}  // namespace remit
