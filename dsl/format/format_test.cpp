#include "dsl/format/format.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "dsl/parse/parse.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

struct Parsed {
  std::string diagnostics;
  std::string dump;
  std::string formatted;
};

Parsed Parse(const std::string& path, const std::string& text) {
  SourceSet sources;
  Diagnostics diagnostics;
  const ast::File file = ParseFile(sources, sources.Add(path, text), diagnostics);
  return {FormatDiagnostics(diagnostics, sources), DumpFile(file), FormatFile(file)};
}

// Each .remit under tests/testdata/parse: what is said of it and the tree that is left, in .dump.
// Those without a mistake format to text of the same tree, and formatting that changes nothing.
TEST_CASE("policy files parse to their golden trees and format to the same") {
  const std::filesystem::path folder =
      std::filesystem::path(REMIT_SOURCE_DIR) / "tests/testdata/parse";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".remit") names.insert(entry.path().stem().string());
  }
  CHECK(names.size() >= 4);
  for (const std::string& name : names) {
    INFO(name);
    const Parsed parsed = Parse(name + ".remit", ReadGolden(folder / (name + ".remit")));
    CheckGolden("parse/" + name + ".dump", parsed.diagnostics + parsed.dump);
    if (!parsed.diagnostics.empty()) continue;
    const Parsed again = Parse("formatted", parsed.formatted);
    CHECK(again.diagnostics == "");
    CHECK(again.dump == parsed.dump);
    CHECK(again.formatted == parsed.formatted);
  }
}

}  // namespace
}  // namespace remit
