#include <catch2/catch.hpp>

#include "engine/model/time_text.h"
#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

struct Row {
  FunctionId function;
  std::string_view time, zone;
  std::string result;
};

TEST_CASE("every part of a time is the zone's") {
  const std::string_view eve = "2009-02-13T23:31:30.123Z", edge = "0001-01-01T00:00:00Z",
                         last = "9999-12-31T23:59:59.999999999Z";
  const Row rows[] = {
      {F::GetFullYear, eve, "Asia/Kathmandu", "int 2009"},
      {F::GetMonth, eve, "Asia/Kathmandu", "int 1"},
      {F::GetDate, eve, "Asia/Kathmandu", "int 14"},
      {F::GetDayOfMonth, eve, "Asia/Kathmandu", "int 13"},
      {F::GetDayOfYear, eve, "Asia/Kathmandu", "int 44"},
      {F::GetDayOfWeek, eve, "Asia/Kathmandu", "int 6"},
      {F::GetHours, eve, "Asia/Kathmandu", "int 5"},
      {F::GetMinutes, eve, "Asia/Kathmandu", "int 16"},
      {F::GetSeconds, eve, "Asia/Kathmandu", "int 30"},
      {F::GetMilliseconds, eve, "Asia/Kathmandu", "int 123"},
      {F::GetDayOfWeek, eve, "UTC", "int 5"},
      {F::GetHours, eve, "America/St_Johns", "int 20"},
      {F::GetMinutes, eve, "America/St_Johns", "int 1"},
      {F::GetHours, eve, "-23:59", "int 23"},
      {F::GetDate, eve, "-23:59", "int 12"},
      {F::GetMonth, "2026-06-30T23:30:00Z", "Europe/Berlin", "int 6"},
      // Out of what a timestamp holds: the parts go on.
      {F::GetFullYear, edge, "America/New_York", "int 0"},
      {F::GetDayOfYear, edge, "America/New_York", "int 365"},
      {F::GetSeconds, edge, "America/New_York", "int 58"},
      {F::GetFullYear, last, "Pacific/Kiritimati", "int 10000"},
      {F::GetHours, last, "Pacific/Kiritimati", "int 13"},
      {F::GetMilliseconds, last, "Pacific/Kiritimati", "int 999"},
  };
  for (const Row& row : rows) {
    INFO(FunctionName(row.function) << " of " << row.time << " in " << row.zone);
    Eval eval = TestEval();
    const Value arguments[] = {*ParseTimestamp(row.time), S(row.zone)};
    CHECK(Show(CallFunction(eval, row.function, arguments)) == row.result);
  }
}

TEST_CASE("a zone that nobody knows is an error that shows it") {
  Eval eval = TestEval();
  const Value arguments[] = {T(0), S(std::string_view("Mars/Olympus\0", 13))};
  const Value result = CallFunction(eval, F::GetHours, arguments);
  REQUIRE(result.is_error());
  CHECK(result.error->code == EvalErrorCode::InvalidArgument);
  CHECK(result.error->message == R"(unknown time zone `Mars/Olympus\u{0}`)");
}

}  // namespace
}  // namespace remit
