// One test of a conformance file: a line of JSON, an object of
//
//   id, expr         required
//   container        where names are looked up first: "com.example"
//   type_env         [{"var", "type"} | {"function", "overloads": [{"params", "result",
//   "member"?}]}],
//                    types as CEL writes them: "map(string, dyn)", "tuple(T, U)"
//   bindings         {name: typed value}; a dotted name is one variable
//   disable_check    true: evaluated though a checker would refuse it
//   expect           {"value": typed value} | {"error": true}; without it, it is checked only
//   default_matcher  true, and no `expect`: the value true
//   deduced_type     what the checker infers
//
// and whatever else, which is left alone. Typed values are told of in typed_value.h.
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

// The id of a test that is wrong in anything else; empty where it has none.
std::string ReadId(std::string_view line);

}  // namespace remit::conformance
