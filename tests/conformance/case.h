// One test of a conformance file: a line of JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dsl/check/check.h"
#include "engine/base/arena.h"
#include "engine/base/error.h"
#include "engine/model/value.h"

namespace remit::conformance {

struct Case {
  std::string id;
  std::string expr;
  ExpressionScope scope;            // the environment, and bindings that it does not declare
  Value context{};                  // the bindings, as `context`
  bool expects_error = false;       // any error will do
  std::optional<Value> expected{};  // neither: it is only compiled
  std::string deduced_type{};       // empty: not asked for
};

// The test on `line`; what it holds lives in `arena`. Members that are not known are left alone.
Result<Case> ReadCase(Arena& arena, std::string_view line);

}  // namespace remit::conformance
