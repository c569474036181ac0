// Each example of dsl/diagnostics/diagnostics.def, which docs/diagnostics.md shows, is given its
// own kind of diagnostic and no other.
#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "dsl/lint/lint.h"

namespace remit {
namespace {

struct Example {
  std::string_view kind;
  std::string_view text;
};

constexpr Example kExamples[] = {
#define REMIT_DIAGNOSTIC(name, level, meaning, why, fix, example) {#name, example},
#include "dsl/diagnostics/diagnostics.def"
#undef REMIT_DIAGNOSTIC
};

// Files by name: what stands before the first `// file: NAME` is a policy, with the header that the
// page tells to think of where it has none.
std::map<std::string, std::string> FilesOf(std::string_view text) {
  static constexpr std::string_view kFile = "// file: ";
  std::map<std::string, std::string> files;
  std::string name = "example.remit";
  if (!text.starts_with("policy ")) {
    files[name] = "policy example owner \"ann\" default escalate\n";
  }
  while (!text.empty()) {
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.starts_with(kFile)) {
      name = line.substr(kFile.size());
    } else {
      files[name] += std::string(line) + "\n";
    }
  }
  return files;
}

std::set<std::string_view> KindsIn(const std::map<std::string, std::string>& files) {
  const FileReader read = [&](const std::string& path) -> Result<std::string> {
    const auto found = files.find(path);
    if (found == files.end())
      return std::unexpected(Error{ErrorKind::BadInput, "no such file", ""});
    return found->second;
  };
  Compilation made = CompileWith(read, {"example.remit"}, CompileOptions{});
  if (made.program) Lint(*made.bundle, made.diagnostics);
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  std::set<std::string_view> kinds;
  for (const Diagnostic& diagnostic : made.diagnostics.all()) {
    kinds.insert(DiagnosticName(diagnostic.kind));
  }
  return kinds;
}

TEST_CASE("an example of a diagnostic is given that one alone") {
  for (const Example& example : kExamples) {
    if (example.text.empty()) continue;
    INFO(example.kind);
    CHECK(KindsIn(FilesOf(example.text)) == std::set<std::string_view>{example.kind});
  }
}

TEST_CASE("what is too long to show is all that has no example") {
  std::vector<std::string_view> without;
  for (const Example& example : kExamples) {
    if (example.text.empty()) without.push_back(example.kind);
  }
  CHECK(without == std::vector<std::string_view>{"InvalidUtf8", "TooDeep", "TooLarge"});
}

}  // namespace
}  // namespace remit
