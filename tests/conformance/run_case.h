// Runs a test and says how it ended.
#pragma once

#include <optional>
#include <string>

#include "tests/conformance/case.h"

namespace remit::conformance {

enum class Evaluator : uint8_t { Vm, Reference };

// What did not come out as the test says, in words.
struct Failure {
  std::string expected, got;
};

// Checked, unless the test says otherwise, then evaluated; nullopt: it passed.
std::optional<Failure> RunCase(const Case& test, Evaluator evaluator);

}  // namespace remit::conformance
