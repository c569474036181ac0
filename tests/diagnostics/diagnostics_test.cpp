// Every policy under tests/testdata/diagnostics is compiled and linted; what is said of it is the
// golden `.txt` beside it. A folder that holds an `expected.txt` is one case of several files: the
// `.remit` files directly in it make one bundle whose root it is. `params.txt` in such a folder
// (NAME = CONSTANT a line) is what a project sets. Policies in tests/testdata/policies are valid:
// nothing at all is said of them.
#include <algorithm>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "dsl/lint/lint.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

const fs::path kTestData = fs::path(REMIT_SOURCE_DIR) / "tests/testdata";

std::string Compiled(const std::vector<std::string>& paths, const CompileOptions& options) {
  Compilation made = CompilePolicies(paths, options);
  if (made.program) Lint(*made.bundle, made.diagnostics);
  CHECK(made.program.has_value() == !made.diagnostics.has_errors());
  return FormatDiagnostics(made.diagnostics, made.sources);
}

std::string TrimSpaces(const std::string& text) {
  const size_t begin = text.find_first_not_of(' '), end = text.find_last_not_of(' ');
  return begin == std::string::npos ? "" : text.substr(begin, end - begin + 1);
}

std::map<std::string, std::string> ParamsOf(const fs::path& folder) {
  std::map<std::string, std::string> params;
  std::ifstream in(folder / "params.txt");
  for (std::string line; std::getline(in, line);) {
    const size_t equals = line.find('=');
    REQUIRE(equals != std::string::npos);
    params[TrimSpaces(line.substr(0, equals))] = TrimSpaces(line.substr(equals + 1));
  }
  return params;
}

bool IsPolicy(const fs::path& path) { return path.extension() == ".remit"; }

std::vector<std::string> PoliciesIn(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (IsPolicy(entry.path())) paths.push_back(entry.path().string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

// A policy alone, or a folder with an `expected.txt`; sorted.
std::vector<fs::path> CasesUnder(const fs::path& folder) {
  std::vector<fs::path> cases;
  for (auto entry = fs::recursive_directory_iterator(folder);
       entry != fs::recursive_directory_iterator(); ++entry) {
    if (entry->is_directory() && fs::exists(entry->path() / "expected.txt")) {
      cases.push_back(entry->path());
      entry.disable_recursion_pending();
    } else if (IsPolicy(entry->path())) {
      cases.push_back(entry->path());
    }
  }
  std::sort(cases.begin(), cases.end());
  return cases;
}

TEST_CASE("what the compiler says of each mistake") {
  const std::vector<fs::path> cases = CasesUnder(kTestData / "diagnostics");
  REQUIRE(cases.size() > 50);
  for (const fs::path& path : cases) {
    INFO(path.string());
    CompileOptions options;
    if (fs::is_directory(path)) {
      options.root = path.string();
      options.params = ParamsOf(path);
      CheckGolden(fs::relative(path / "expected.txt", kTestData).string(),
                  Compiled(PoliciesIn(path), options));
    } else {
      options.root = path.parent_path().string();
      fs::path golden = path;
      golden.replace_extension(".txt");
      CheckGolden(fs::relative(golden, kTestData).string(), Compiled({path.string()}, options));
    }
  }
}

TEST_CASE("nothing is said of a valid policy") {
  const std::vector<std::string> cases = PoliciesIn(kTestData / "policies");
  REQUIRE(cases.size() > 5);
  for (const std::string& path : cases) {
    INFO(path);
    CompileOptions options;
    options.root = (kTestData / "policies").string();
    CHECK(Compiled({path}, options) == "");
  }
}

TEST_CASE("every kind of diagnostic is in some golden file") {
  static constexpr std::string_view kKinds[] = {
#define REMIT_DIAGNOSTIC(name, ...) #name,
#include "dsl/diagnostics/diagnostics.def"
#undef REMIT_DIAGNOSTIC
  };
  std::string goldens;
  for (const auto& entry : fs::recursive_directory_iterator(kTestData / "diagnostics")) {
    if (entry.path().extension() == ".txt") goldens += ReadGolden(entry.path());
  }
  std::vector<std::string> missing;
  for (std::string_view kind : kKinds) {
    if (goldens.find("[" + std::string(kind) + "]\n") == std::string::npos) {
      missing.emplace_back(kind);
    }
  }
  CHECK(missing == std::vector<std::string>{});
}

// Texts whose checking or expansion could explode: what counts is that the answer comes at all, in
// time and memory that do not follow the expansion.
TEST_CASE("policies made to explode are refused while they are small") {
  std::string doubling = "policy p owner \"o\" default allow\ndefine d0(x: int) = x > 0\n";
  for (int i = 1; i <= 40; ++i) {
    doubling += "define d" + std::to_string(i) + "(x: int) = d" + std::to_string(i - 1) +
                "(x) && d" + std::to_string(i - 1) + "(x)\n";
  }
  doubling += "trigger t on \"a\" {\n  when d40(context.n)\n  notify\n}\n";
  std::string nested = "policy p owner \"o\" default allow\nlet l0 = context.n\n";
  for (int i = 1; i <= 60; ++i) {
    nested += "let l" + std::to_string(i) + " = l" + std::to_string(i - 1) + "\n";
  }
  nested += "trigger t on \"a\" {\n  when l60\n  notify\n}\n";
  const auto begin = std::chrono::steady_clock::now();
  for (const std::string& text : {doubling, nested}) {
    const Compilation made = CompileTexts({{"p.remit", text}}, {});
    CHECK(made.diagnostics.has_errors());
    CHECK(made.diagnostics.all().size() < 5);
    CHECK((made.bundle == nullptr || made.bundle->nodes.size() < 5'000'000));
  }
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

}  // namespace
}  // namespace remit
