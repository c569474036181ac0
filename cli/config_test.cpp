#include "cli/config.h"

#include <catch2/catch.hpp>

#include "tests/support/golden.h"

namespace remit {
namespace {

std::string ErrorOf(const std::string& text) {
  Result<Config> config = ParseConfig(text, "remit.yaml");
  if (config) return "no error";
  return config.error().where + ": " + config.error().message;
}

TEST_CASE("remit.yaml: every key is read") {
  Result<Config> config = ParseConfig(R"(version: 1
policies: [a.remit, "policies/*.remit"]
params:
  max_files: 80
  strict: true
  ratio: 0.5
  name: "no"
  hosts: [a.example, 'on']
  weights: {low: 1, high: 2}
records:
  folder: out/records
limits:
  fuel: 5000
  document_bytes: 1000
  depth: 12
  policy_bytes: 2000
)",
                                      "remit.yaml");
  REQUIRE(config.has_value());
  CHECK(config->policies == std::vector<std::string>{"a.remit", "policies/*.remit"});
  CHECK(config->params == std::map<std::string, std::string>{{"max_files", "80"},
                                                             {"strict", "true"},
                                                             {"ratio", "0.5"},
                                                             {"name", "\"no\""},
                                                             {"hosts", "[\"a.example\",\"on\"]"},
                                                             {"weights", R"({"low":1,"high":2})"}});
  CHECK(config->records_folder == "out/records");
  CHECK(config->fuel == 5000);
  CHECK(config->document_bytes == 1000);
  CHECK(config->depth == 12);
  CHECK(config->policy_bytes == 2000);
}

TEST_CASE("remit.yaml: what is left out has its default") {
  Result<Config> config = ParseConfig("version: 1\n", "remit.yaml");
  REQUIRE(config.has_value());
  CHECK(config->policies.empty());
  CHECK(config->records_folder == ".remit/records");
  CHECK(config->fuel == ProgramLimits().fuel);
  CHECK(config->document_bytes == JsonLimits().bytes);
}

struct Mistake {
  const char* text;
  const char* error;
};

TEST_CASE("remit.yaml: mistakes have a place and, where there is one, a suggestion") {
  const Mistake mistake = GENERATE(
      Mistake{"", "remit.yaml:1:1: `remit.yaml` must be a map of keys, not nothing"},
      Mistake{"- a\n", "remit.yaml:1:1: `remit.yaml` must be a map of keys, not a list"},
      Mistake{"policies: []\n",
              "remit.yaml:1:1: `version` is missing; help: begin with `version: 1`"},
      Mistake{"version: 2\n", "remit.yaml:1:10: `version` must be 1, not `2`"},
      Mistake{"version: 1\npolicis: [a]\n",
              "remit.yaml:2:1: no key `policis`; help: did you mean `policies`?"},
      Mistake{"version: 1\nlimits:\n  feul: 3\n",
              "remit.yaml:3:3: no key `limits.feul`; help: did you mean `fuel`?"},
      Mistake{"version: 1\nlimits: 3\n",
              "remit.yaml:2:9: `limits` must be a map, not a number `3`"},
      Mistake{"version: 1\nversion: 1\n",
              "remit.yaml:2:1: the key `version` stands here a second time"},
      Mistake{"version: 1\nparams:\n  a: 1\n  a: 2\n",
              "remit.yaml:4:3: the key `a` stands here a second time"},
      Mistake{"version: 1\nparams:\n  a: &x 1\n",
              "remit.yaml:3:6: anchors are not read here: write the value out"},
      Mistake{"version: 1\npolicies: [&x a, *x]\n",
              "remit.yaml:2:12: anchors are not read here: write the value out"},
      Mistake{"version: 1\nparams:\n  a: !!str 1\n",
              "remit.yaml:3:6: the tag `tag:yaml.org,2002:str` is not read here"},
      Mistake{
          "version: 1\nrecords:\n  folder: no\n",
          "remit.yaml:3:11: `records.folder` must be a string, and `no` without quotes is a bool "
          "to some YAML readers; help: write it in quotes"},
      Mistake{"version: 1\npolicies: [yes]\n",
              "remit.yaml:2:12: `policies` must be a string, and `yes` without quotes is a bool to "
              "some YAML readers; help: write it in quotes"},
      Mistake{"version: 1\nparams:\n  a: On\n",
              "remit.yaml:3:6: `On` means different things to different YAML readers; help: write "
              "`true`, `false`, or the word in quotes"},
      Mistake{
          "version: 1\nparams:\n  a: 010\n",
          "remit.yaml:3:6: `010` means different things to different YAML readers; help: write a "
          "decimal number, or it in quotes"},
      Mistake{
          "version: 1\nparams:\n  a: 1:30\n",
          "remit.yaml:3:6: `1:30` means different things to different YAML readers; help: write a "
          "decimal number, or it in quotes"},
      Mistake{"version: 1\nparams:\n  a:\n", "remit.yaml:3:3: a param has no value here"},
      Mistake{"version: 1\nlimits:\n  fuel: many\n",
              "remit.yaml:3:9: `limits.fuel` must be a whole number, not a string `many`"},
      Mistake{"version: 1\nlimits:\n  fuel: 1.5\n",
              "remit.yaml:3:9: `limits.fuel` must be a whole number, not a number `1.5`"},
      Mistake{"version: 1\nlimits:\n  depth: 0\n",
              "remit.yaml:3:10: `limits.depth` must be from 1 to 128, not `0`"},
      Mistake{"version: 1\nlimits:\n  fuel: 99999999999999999999\n",
              "remit.yaml:3:9: `limits.fuel` must be from 1 to 10000000, not "
              "`99999999999999999999`"},
      Mistake{"version: 1\n--- \nversion: 1\n", "remit.yaml:3:1: only one document may stand here"},
      Mistake{"version: 1\nparams: [\n",
              "remit.yaml:3:1: not YAML: end of sequence flow not found"},
      Mistake{"version: \xff\n", "remit.yaml: not UTF-8 at byte 9"});
  CAPTURE(mistake.text);
  CHECK(ErrorOf(mistake.text) == mistake.error);
}

TEST_CASE("remit.yaml: texts that only look like numbers are strings") {
  const std::string text = GENERATE("1.4.0", "24h", "2026-01-01", "v1", "0xyz", "1e", "e3");
  CAPTURE(text);
  Result<Config> config = ParseConfig("version: 1\nparams:\n  a: " + text + "\n", "remit.yaml");
  REQUIRE(config.has_value());
  CHECK(config->params.at("a") == "\"" + text + "\"");
}

TEST_CASE("docs/remit-yaml.md is what the table says") {
  CheckGoldenAt("docs/remit-yaml.md", ConfigPage());
}

}  // namespace
}  // namespace remit
