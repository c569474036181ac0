// Tables of calls for tests: what a function gives, and what it costs.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"

namespace remit::test {

struct Call {
  FunctionId function;
  std::vector<Value> arguments;
  std::string result;  // as Show has it
};

inline std::string ShowArguments(const std::vector<Value>& arguments) {
  std::string shown;
  for (const Value& argument : arguments) shown += Show(argument) + "; ";
  return shown;
}

inline void CheckCalls(const std::vector<Call>& calls) {
  for (const Call& call : calls) {
    INFO(FunctionName(call.function) << ": " << ShowArguments(call.arguments));
    Eval eval = TestEval();
    CHECK(Show(CallFunction(eval, call.function, call.arguments)) == call.result);
  }
}

// The message of the error that a call gives.
struct Complaint {
  FunctionId function;
  std::vector<Value> arguments;
  std::string message;
};

inline void CheckComplaints(const std::vector<Complaint>& complaints) {
  for (const Complaint& complaint : complaints) {
    INFO(FunctionName(complaint.function) << ": " << ShowArguments(complaint.arguments));
    Eval eval = TestEval();
    const Value result = CallFunction(eval, complaint.function, complaint.arguments);
    REQUIRE(result.is_error());
    CHECK(result.error->message == complaint.message);
  }
}

// What a call charges, be its result an error or not: so many units are enough, one less is not.
struct Cost {
  FunctionId function;
  std::vector<Value> arguments;
  uint64_t units;
};

inline void CheckCosts(const std::vector<Cost>& costs) {
  for (const Cost& cost : costs) {
    INFO(FunctionName(cost.function) << " of " << cost.arguments.size() << " for " << cost.units);
    Fuel exact{.left = cost.units};
    Eval eval{TestArena(), exact};
    CHECK(Show(CallFunction(eval, cost.function, cost.arguments)) != "error out-of-fuel");
    CHECK(exact.left == 0);
    if (cost.units == 0) continue;
    Fuel less{.left = cost.units - 1};
    Eval failing{TestArena(), less};
    CHECK(Show(CallFunction(failing, cost.function, cost.arguments)) == "error out-of-fuel");
  }
}

}  // namespace remit::test
