#include <catch2/catch.hpp>

#include "engine/vm/functions.h"
#include "engine/vm/test_values.h"

namespace remit {
namespace {

using namespace test;

TEST_CASE("semver() takes a version as it is written") {
  Eval eval = TestEval();
  const Value version[] = {S("1.2.3-rc.1+b")};
  const Value result = CallFunction(eval, FunctionId::Semver, version);
  CHECK(result.kind == ValueKind::Semver);
  CHECK(result.string() == "1.2.3-rc.1+b");
}

TEST_CASE("semver() of what is no version is an error that shows it") {
  Eval eval = TestEval();
  const Value text[] = {S("v1.2.3")}, number[] = {I(1)};
  const Value result = CallFunction(eval, FunctionId::Semver, text);
  REQUIRE(result.is_error());
  CHECK(result.error->code == EvalErrorCode::InvalidArgument);
  CHECK(result.error->message == "`v1.2.3` is no semantic version");
  CHECK(Show(CallFunction(eval, FunctionId::Semver, number)) == "error no-overload");
  CHECK(Show(CallFunction(eval, FunctionId::Semver, {})) == "error no-overload");
}

TEST_CASE("semver() costs what it reads") {
  Fuel fuel{.left = 2};
  Eval eval{TestArena(), fuel};
  const Value version[] = {S("1.2.3-" + std::string(58, 'a'))};
  CHECK(CallFunction(eval, FunctionId::Semver, version).kind == ValueKind::Semver);
  CHECK(fuel.left == 0);
  CHECK(Show(CallFunction(eval, FunctionId::Semver, version)) == "error out-of-fuel");
}

}  // namespace
}  // namespace remit
