#include <catch2/catch.hpp>

#include "engine/vm/test_calls.h"

namespace remit {
namespace {

using namespace test;
using F = FunctionId;

TEST_CASE("base64") {
  CheckCalls({
      {F::Base64Encode, {Y("")}, "string "},
      {F::Base64Encode, {Y("h")}, "string aA=="},
      {F::Base64Encode, {Y("\xfb\xff")}, "string +/8="},
      {F::Base64Encode, {Y("hello!")}, "string aGVsbG8h"},
      {F::Base64Encode, {S("a")}, "error no-overload"},
      {F::Base64Encode, {}, "error no-overload"},
      {F::Base64Encode, {Y("a"), Y("b")}, "error no-overload"},
      {F::Base64Decode, {S("")}, "bytes "},
      {F::Base64Decode, {S("aA==")}, "bytes h"},
      {F::Base64Decode, {S("aA")}, "bytes h"},
      {F::Base64Decode, {S("+/8=")}, "bytes \xfb\xff"},
      {F::Base64Decode, {S("aGVsbG8h")}, "bytes hello!"},
      {F::Base64Decode, {S("aA=")}, "error invalid-argument"},
      {F::Base64Decode, {S("a")}, "error invalid-argument"},
      {F::Base64Decode, {S("-_8")}, "error invalid-argument"},
      {F::Base64Decode, {S("aA==aA==")}, "error invalid-argument"},
      {F::Base64Decode, {S(" aA==")}, "error invalid-argument"},
      {F::Base64Decode, {Y("aA==")}, "error no-overload"},
  });
  CheckComplaints({{F::Base64Decode, {S("a\nb")}, "`a\\nb` is no base64"}});
  CheckCosts({
      {F::Base64Encode, {Y(std::string(96, 'a'))}, 3 + 4},
      {F::Base64Decode, {S(std::string(128, 'a'))}, 4 + 3},
  });
}

}  // namespace
}  // namespace remit
