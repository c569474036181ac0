#include <catch2/catch.hpp>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

TEST_CASE("optionals of what is not zero") {
  CheckCalls({
      {F::OptionalOfNonZero, {N()}, "none"},
      {F::OptionalOfNonZero, {B(false)}, "none"},
      {F::OptionalOfNonZero, {I(0)}, "none"},
      {F::OptionalOfNonZero, {U(0)}, "none"},
      {F::OptionalOfNonZero, {D(0)}, "none"},
      {F::OptionalOfNonZero, {D(-0.0)}, "none"},
      {F::OptionalOfNonZero, {S("")}, "none"},
      {F::OptionalOfNonZero, {Y("")}, "none"},
      {F::OptionalOfNonZero, {L({})}, "none"},
      {F::OptionalOfNonZero, {M({})}, "none"},
      {F::OptionalOfNonZero, {B(true)}, "some bool true"},
      {F::OptionalOfNonZero, {I(-1)}, "some int -1"},
      {F::OptionalOfNonZero, {U(1)}, "some uint 1"},
      {F::OptionalOfNonZero, {D(.5)}, "some double 0.5"},
      {F::OptionalOfNonZero, {S(" ")}, "some string  "},
      {F::OptionalOfNonZero, {Y("a")}, "some bytes a"},
      {F::OptionalOfNonZero, {L({N()})}, "some list [null_type null]"},
      {F::OptionalOfNonZero, {M({{S(""), N()}})}, "some map {string : null_type null}"},
      {F::OptionalOfNonZero, {Dur(0)}, "some google.protobuf.Duration 0s"},
      {F::OptionalOfNonZero, {T(0)}, "some google.protobuf.Timestamp 1970-01-01T00:00:00Z"},
      {F::OptionalOfNonZero, {Type(ValueKind::Int)}, "some type int"},
      {F::OptionalOfNonZero, {None()}, "some none"},
      {F::OptionalOfNonZero, {Ip(std::string(4, '\0'))}, "some net.IP 0.0.0.0"},
      {F::OptionalOfNonZero, {V("0.0.0")}, "some semver 0.0.0"},
      {F::OptionalOfNonZero, {}, "error no-overload"},
      {F::OptionalOfNonZero, {I(1), I(1)}, "error no-overload"},
  });
}

TEST_CASE("the ends of a list") {
  CheckCalls({
      {F::First, {L({I(1), I(2)})}, "some int 1"},
      {F::First, {L({N()})}, "some null_type null"},
      {F::First, {L({})}, "none"},
      {F::First, {S("a")}, "error no-overload"},
      {F::First, {}, "error no-overload"},
      {F::Last, {L({I(1), I(2)})}, "some int 2"},
      {F::Last, {L({})}, "none"},
      {F::Last, {M({})}, "error no-overload"},
      {F::Last, {L({}), L({})}, "error no-overload"},
  });
}

TEST_CASE("a list of optionals unwrapped") {
  for (const F function : {F::Unwrap, F::UnwrapOpt}) {
    CheckCalls({
        {function, {L({})}, "list []"},
        {function, {L({None(), None()})}, "list []"},
        {function,
         {L({Some(I(1)), None(), Some(N()), Some(None())})},
         "list [int 1, null_type null, none]"},
        {function, {L({Some(I(1)), I(2)})}, "error no-overload"},
        {function, {Some(L({}))}, "error no-overload"},
        {function, {}, "error no-overload"},
    });
    CheckCosts({
        {function, {L({Some(I(1)), None(), Some(N())})}, 5},
        {function, {L({Some(I(1)), I(2)})}, 2},
        {function, {I(1)}, 0},
    });
  }
  CheckCosts({
      {F::First, {L({I(1), I(2)})}, 0},
      {F::Last, {L({I(1), I(2)})}, 0},
      {F::OptionalOfNonZero, {L({I(1), I(2)})}, 0},
  });
}

}  // namespace
}  // namespace remit
