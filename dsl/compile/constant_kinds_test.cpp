// Constants of kinds that JSON does not have: what a param of type any or a folded call gives.
#include <catch2/catch.hpp>

#include "dsl/compile/compile.h"
#include "dsl/compile/params.h"
#include "engine/program/encode.h"
#include "engine/program/verify.h"
#include "engine/vm/test_values.h"
#include "engine/vm/vm.h"

namespace remit {
namespace {

using namespace test;

// Encoded, decoded and verified, as a bundle is.
std::unique_ptr<const LoadedProgram> Sealed(const std::string& text) {
  const Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  const std::string bytes = EncodeProgram(*made.program);
  const Result<Program> decoded = DecodeProgram(bytes);
  REQUIRE(decoded.has_value());
  const Result<void> verified = VerifyProgram(*decoded);
  INFO((verified ? "" : verified.error().message));
  REQUIRE(verified.has_value());
  auto loaded = LoadedProgram::Load(Program(*decoded));
  REQUIRE(loaded.has_value());
  return std::move(*loaded);
}

// What the only rule's condition is for an action whose context is this.
std::string Applies(const LoadedProgram& loaded, const Value& context) {
  Vm vm(loaded);
  vm.Begin();
  Action action;
  action.subject = M({});
  action.action = M({});
  action.resource = M({});
  action.context = context;
  vm.SetSlots(action, T(0));
  return Show(vm.Run(loaded.program().rules[0].applies));
}

TEST_CASE("params of type any may be addresses, ranges, versions and optionals") {
  const auto loaded = Sealed(
      "policy p owner \"o\" default allow\n"
      "param office: any = cidr('10.0.0.0/8')\n"
      "param gateway: any = ip('::ffff:a00:1')\n"
      "param release: any = semver('1.2.3')\n"
      "param all: any = [cidr('2001:db8::/32'), ip('2001:db8::1'), semver('2.0.0-rc.1+b')]\n"
      "param spare: any = optional.of({'a': optional.none()})\n"
      "trigger t on \"a\" {\n"
      "  when office.containsIP(context.ip) && ip(context.ip) != gateway &&\n"
      "    semver(context.v) >= release && semver(context.v) < all[2] &&\n"
      "    optional.of(context.spare) != spare\n"
      "  escalate to \"x\"\n"
      "}\n");
  const auto context = [](std::string_view ip, std::string_view version) {
    return M({{S("ip"), S(ip)}, {S("v"), S(version)}, {S("spare"), N()}});
  };
  CHECK(Applies(*loaded, context("10.0.0.2", "1.2.3")) == "bool true");
  CHECK(Applies(*loaded, context("10.0.0.2", "2.0.0-rc.0")) == "bool true");
  CHECK(Applies(*loaded, context("10.0.0.2", "2.0.0-rc.1")) == "bool false");
  CHECK(Applies(*loaded, context("10.0.0.2", "1.2.3-rc")) == "bool false");
  CHECK(Applies(*loaded, context("10.0.0.1", "1.2.3")) == "bool false");
  CHECK(Applies(*loaded, context("11.0.0.2", "1.2.3")) == "bool false");
  CHECK(Applies(*loaded, context("11.0.0", "1.2.3")) == "error invalid-argument");
}

TEST_CASE("calls of constants are such constants too") {
  const auto loaded = Sealed(
      "policy p owner \"o\" default allow\n"
      "trigger t on \"a\" {\n"
      "  when cidr('10.0.0.0/8').masked().containsIP(context.ip) &&\n"
      "    [ip('10.0.0.1'), ip('10.0.0.2')].exists(x, x == ip(context.ip))\n"
      "  escalate to \"x\"\n"
      "}\n");
  CHECK(Applies(*loaded, M({{S("ip"), S("10.0.0.2")}})) == "bool true");
  CHECK(Applies(*loaded, M({{S("ip"), S("10.0.0.3")}})) == "bool false");
}

TEST_CASE("types whose names have dots are values in policies too") {
  const auto loaded = Sealed(
      "policy p owner \"o\" default allow\n"
      "trigger t on \"a\" {\n"
      "  when type(timestamp(context.t)) == google.protobuf.Timestamp && type(ip('::1')) == "
      "net.IP\n"
      "  escalate to \"x\"\n"
      "}\n");
  CHECK(Applies(*loaded, M({{S("t"), S("2026-01-01T00:00:00Z")}})) == "bool true");
  CHECK(Applies(*loaded, M({{S("t"), S("no time")}})) == "error bad-conversion");
}

TEST_CASE("a literal is the constant that evaluating it gives, while its fuel lasts") {
  typed::Bundle bundle;
  bundle.fact_types.push_back({FactKind::Any, 0});
  SourceSet sources;
  sources.Add("p", "");
  const auto add = [&](typed::Node node) {
    bundle.nodes.push_back(std::move(node));
    return static_cast<typed::NodeId>(bundle.nodes.size() - 1);
  };
  const auto constant = [&](const Value& value) {
    return add({.kind = typed::NodeKind::Constant, .value = value});
  };
  const auto evaluate = [&](typed::NodeId node, uint64_t fuel) {
    return Show(lowering::EvaluateConstant(bundle, node, sources, fuel));
  };
  const typed::NodeId small = add(
      {.kind = typed::NodeKind::List, .args = {constant(MakeInt(1)), constant(MakeString("a"))}});
  CHECK(evaluate(small, 1000) == evaluate(small, 10));  // the second is run
  CHECK(evaluate(small, 1000) == Show(L({I(1), S("a")})));
  CHECK(evaluate(small, 1) == "error out-of-fuel");
  typed::Node twice{.kind = typed::NodeKind::Map};
  for (int i = 0; i < 2; ++i) {
    twice.args.push_back(constant(MakeString("a")));
    twice.args.push_back(constant(MakeInt(i)));
  }
  CHECK(evaluate(add(twice), 1000) == "error duplicate-key");
}

// [[1, 1], [1, 1]] and so on, 2^41 numbers in lists that share what they hold.
TEST_CASE("a constant that would hold more than its fuel pays for is none") {
  std::string nested = "x40";
  for (int i = 40; i > 0; --i) {
    const std::string inner = i == 1 ? "1" : "x" + std::to_string(i - 1);
    nested = "cel.bind(x" + std::to_string(i) + ", [" + inner + ", " + inner + "], " + nested + ")";
  }
  const Compilation param = CompileTexts(
      {{"p.remit", "policy p owner \"o\" default allow\nparam deep: any = " + nested + "\n"}}, {});
  CHECK_FALSE(param.program.has_value());
  const auto loaded =
      Sealed("policy p owner \"o\" default allow\ntrigger t on \"a\" {\n  when size(" + nested +
             ") == 2\n  escalate to \"x\"\n}\n");
  CHECK(Applies(*loaded, M({})) == "bool true");
}

}  // namespace
}  // namespace remit
