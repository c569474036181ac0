#include "cli/starter.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "cli/config.h"

namespace remit {
namespace {

struct Ignoring {
  const char* before;
  std::optional<std::string> after;
};

TEST_CASE("git is told to ignore .remit/ once, in the file's own line ends") {
  const Ignoring c = GENERATE(values<Ignoring>({
      {"", ".remit/\n"},
      {"build/\n", "build/\n.remit/\n"},
      {"build/", "build/\n.remit/\n"},
      {"a\r\nbuild/\r\n", "a\r\nbuild/\r\n.remit/\r\n"},
      {"a\r\nbuild/", "a\r\nbuild/\r\n.remit/\r\n"},
      {"\n", "\n.remit/\n"},
      {"\xef\xbb\xbf", "\xef\xbb\xbf.remit/\n"},
      {"# .remit/\n", "# .remit/\n.remit/\n"},
      {".remit/records/\n", ".remit/records/\n.remit/\n"},
      {"src/.remit/\n", "src/.remit/\n.remit/\n"},
      {".remitted/\n", ".remitted/\n.remit/\n"},
      {".remit/\n!.remit/\n", ".remit/\n!.remit/\n.remit/\n"},
      {"!.remit\n.remit\n", std::nullopt},
      {".remit/\n", std::nullopt},
      {".remit/", std::nullopt},
      {"a\r\n.remit/\r\nb\r\n", std::nullopt},
      {"\xef\xbb\xbf.remit/\n", std::nullopt},
      {".remit  \n", std::nullopt},
      {"/.remit\n", std::nullopt},
      {"/.remit/*\n", std::nullopt},
      {"**/.remit/**\n", std::nullopt},
  }));
  CAPTURE(c.before);
  CHECK(IgnoringRecords(c.before, false) == c.after);
}

TEST_CASE("what a folder above ignores counts, unless a line here takes it back") {
  const Ignoring c = GENERATE(values<Ignoring>({
      {"", std::nullopt},
      {"build/\n", std::nullopt},
      {".remit/\n", std::nullopt},
      {"!.remit/\n", "!.remit/\n.remit/\n"},
  }));
  CAPTURE(c.before);
  CHECK(IgnoringRecords(c.before, true) == c.after);
}

struct Below {
  const char* text;
  std::optional<bool> ignored;
};

TEST_CASE("a .gitignore speaks of folders below its own where no slash binds it") {
  const Below c = GENERATE(values<Below>({
      {"", std::nullopt},
      {"build/\n", std::nullopt},
      {"/.remit/\n", std::nullopt},
      {".remit/*\n", std::nullopt},
      {".remit/**\n", std::nullopt},
      {"app/.remit/\n", std::nullopt},
      {".remit\n", true},
      {"\xef\xbb\xbf.remit/\r\n", true},
      {"**/.remit/*\n", true},
      {"**/.remit/\n", true},
      {".remit/\n!.remit/\n", false},
      {"!.remit/\n", false},
  }));
  CAPTURE(c.text);
  CHECK(IgnoresRecordsBelow(c.text) == c.ignored);
}

// The starter's configuration with the keys it only shows: their lines begin with a `#` and no
// blank, or two where they stand in a section; those of sentences with one.
std::string Uncommented() {
  std::istringstream text{std::string(StarterConfigText())};
  std::string out;
  for (std::string line; std::getline(text, line);) {
    const bool shown = line.starts_with('#') && (line.starts_with("#  ") || line.find(' ') != 1);
    out += (shown ? line.substr(1) : line) + "\n";
  }
  return out;
}

bool Shows(std::string_view key) {
  return Uncommented().find(std::string(key.substr(key.rfind('.') + 1)) + ":") != std::string::npos;
}

TEST_CASE("the starter's remit.yaml is two keys") {
  const Result<Config> starter = ParseConfig(StarterConfigText(), "remit.yaml");
  REQUIRE(starter.has_value());
  CHECK(starter->version == 1);
  CHECK(starter->policies == std::vector<std::string>{"policies/*.remit"});
  CHECK(starter->params.empty());
  CHECK(starter->agent_marks.empty());
}

TEST_CASE("the starter's remit.yaml shows every other key with its default") {
  const Result<Config> shown = ParseConfig(Uncommented(), "remit.yaml");
  REQUIRE(shown.has_value());
  Config expected;
  expected.policies = {"policies/*.remit"};
  expected.agent_marks = "agent-marks.yaml";  // an example: without the key there is no such file
  expected.params = {{"quiet_lines", "100"},
                     {"most_lines", "500"},
                     {"most_files", "25"},
                     {"agents_only", "false"}};
#define REMIT_CONFIG_KEY(key, type, member, initial, least, most, meaning) \
  {                                                                        \
    INFO(key);                                                             \
    CHECK(Shows(key));                                                     \
    CHECK(shown->member == expected.member);                               \
  }
#include "cli/config_keys.def"
#undef REMIT_CONFIG_KEY
}

TEST_CASE("the params that remit.yaml shows are the policy's, at their defaults") {
  const std::string policy(StarterPolicyText());
  for (const char* param : {"param quiet_lines: int = 100 ", "param most_lines: int = 500 ",
                            "param most_files: int = 25 ", "param agents_only: bool = false\n"}) {
    INFO(param);
    CHECK(policy.find(param) != std::string::npos);
  }
}

}  // namespace
}  // namespace remit
