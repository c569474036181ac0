// One `test` block as an action and expectations. Private to dsl/testing.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "dsl/check/typed.h"
#include "dsl/source/source.h"
#include "engine/decide/engine.h"

namespace remit::testing {

// Reads `file("…")` within the policy root.
using CaseReader = std::function<Result<std::string>(const std::string& path)>;

// The AuthZEN text that the test's `given` stands for; what it leaves out is absent. BadInput where
// an expression of it errs or has no JSON form; Limit where it holds a number that JSON has not: an
// input error, as the same number in an action's text is.
Result<std::string> GivenText(const typed::Bundle& bundle, const typed::Test& test,
                              const SourceSet& sources, const CaseReader& read);

// One line for each expectation that does not hold. `decision` is nullptr for an input error,
// which `input_error` then says.
std::vector<std::string> FailedExpectations(const typed::Bundle& bundle, const typed::Test& test,
                                            const SourceSet& sources, const Decision* decision,
                                            const std::string& input_error);

}  // namespace remit::testing
