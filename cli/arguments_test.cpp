#include "cli/arguments.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

std::expected<Arguments, ArgumentsAnswer> Parse(std::vector<const char*> argv) {
  argv.insert(argv.begin(), "remit");
  return ParseArguments(static_cast<int>(argv.size()), argv.data());
}

TEST_CASE("arguments: decide") {
  auto arguments = Parse({"decide", "--policy", "a.remit", "b.remit", "--param", "n=1", "s=x",
                          "--action", "-", "--format", "json", "--no-record", "--records", "out"});
  REQUIRE(arguments.has_value());
  const auto& decide = std::get<DecideArguments>(arguments->command);
  CHECK(decide.policies.files == std::vector<std::string>{"a.remit", "b.remit"});
  CHECK(decide.policies.params == std::vector<std::string>{"n=1", "s=x"});
  CHECK(decide.action == "-");
  CHECK(decide.format == OutputFormat::Json);
  CHECK_FALSE(decide.record);
  CHECK(decide.records == "out");
}

TEST_CASE("arguments: audit, with options of the program after the command") {
  auto arguments = Parse({"audit", "a.jsonl", "b.jsonl", "--bundle", "p.remitb", "--against",
                          "o.remit", "--log-level", "debug"});
  REQUIRE(arguments.has_value());
  CHECK(arguments->log_level == "debug");
  const auto& audit = std::get<AuditArguments>(arguments->command);
  CHECK(audit.files == std::vector<std::string>{"a.jsonl", "b.jsonl"});
  CHECK(audit.policies.bundle == "p.remitb");
  CHECK(audit.against == std::vector<std::string>{"o.remit"});
  CHECK(audit.format == OutputFormat::Pretty);
}

TEST_CASE("arguments: mistakes are bad input") {
  using Argv = std::vector<const char*>;
  const Argv argv = GENERATE(values<Argv>({{},
                                           {"judge"},
                                           {"decide", "--colour"},
                                           {"decide", "--format", "xml"},
                                           {"decide", "--policy", "a", "--bundle", "b"},
                                           {"audit"},
                                           {"explain"},
                                           {"replay", "a", "b"},
                                           {"replay", "a", "--format", "yaml"},
                                           {"--log-level", "loud", "lint"}}));
  auto arguments = Parse(argv);
  REQUIRE_FALSE(arguments.has_value());
  CHECK(arguments.error().code == ExitCode::BadInput);
  CHECK(arguments.error().text.starts_with("remit: error: "));
}

TEST_CASE("arguments: help and version are answers") {
  auto version = Parse({"--version"});
  REQUIRE_FALSE(version.has_value());
  CHECK(version.error().code == ExitCode::Done);
  CHECK(version.error().text == "remit 0.1.0\n");
  auto help = Parse({"decide", "--help"});
  REQUIRE_FALSE(help.has_value());
  CHECK(help.error().code == ExitCode::Done);
}

}  // namespace
}  // namespace remit
