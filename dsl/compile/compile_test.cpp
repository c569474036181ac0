// What compiling promises about its result: order does not show, lowering again gives the same
// bytes, params and files behave as docs say.
#include "dsl/compile/compile.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "engine/program/disassemble.h"
#include "engine/program/encode.h"
#include "tests/support/golden.h"

namespace remit {
namespace {

const char* const kHeader = "policy p owner \"o\" default allow\n";

// Declarations that read each other, one an element.
const std::vector<std::string> kItems = {
    "param limit: int = 3 at most 9\n",
    "type Order { amount: int, note?: string }\n",
    "facts order: Order\n",
    "define large(n: int) = n > limit\n",
    "let big = large(order.amount)\n",
    "let noted = has(order.note) && order.note != \"\"\n",
    "patterns keys {\n  b \"x\"\n  a /y+/\n}\n",
    "score risk {\n  add 0.5 when big\n  add 0.25 when noted\n}\n",
    "trigger t on \"a\" {\n  when risk > 0.3 || keys.matches(context.text)\n  escalate to \"x\", "
    "\"a\"\n}\n",
    "threshold s on \"b\" {\n  measure order.amount\n  notify above 1\n  escalate above limit\n}\n",
    "authority u {\n  for true\n  may \"b\", \"a\" when big\n}\n",
};

std::string Joined(const std::vector<std::string>& items) {
  std::string text = kHeader;
  for (const std::string& item : items) text += item;
  return text;
}

// The program without its places: what does not follow from where the text stands.
Program WithoutPlaces(Program program) {
  program.places.resize(1);
  for (Policy& policy : program.policies) policy.place = {};
  for (Rule& rule : program.rules) rule.place = {};
  for (Grant& grant : program.grants) grant.place = {};
  for (Band& band : program.bands) band.place = {};
  return program;
}

Program CompiledText(const std::string& text) {
  const Compilation made = CompileTexts({{"p.remit", text}}, {});
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  return *made.program;
}

TEST_CASE("the order of declarations does not show in the program") {
  std::vector<std::string> items = kItems;
  const std::string expected = EncodeProgram(WithoutPlaces(CompiledText(Joined(items))));
  for (size_t turn = 0; turn < items.size(); ++turn) {
    std::rotate(items.begin(), items.begin() + 1, items.end());
    CHECK(EncodeProgram(WithoutPlaces(CompiledText(Joined(items)))) == expected);
  }
  std::reverse(items.begin(), items.end());
  CHECK(EncodeProgram(WithoutPlaces(CompiledText(Joined(items)))) == expected);
}

TEST_CASE("the names of files do not show in the program but for its places") {
  const std::string a =
      "policy a owner \"o\" default allow\nlet l = context.x\n"
      "trigger t on \"a\" {\n  when l\n  notify\n}\n";
  const std::string b =
      "policy b owner \"o\"\nlet l = context.y\n"
      "trigger t on \"b\" {\n  when l\n  notify\n}\n";
  const Compilation one = CompileTexts({{"1.remit", a}, {"2.remit", b}}, {});
  const Compilation two = CompileTexts({{"2.remit", a}, {"1.remit", b}}, {});
  REQUIRE(one.program.has_value());
  REQUIRE(two.program.has_value());
  auto listing = [](const Compilation& made) {
    Program program = WithoutPlaces(*made.program);
    return Disassemble(program);
  };
  CHECK(listing(one) == listing(two));
}

TEST_CASE("lowering the same bundle twice gives the same bytes") {
  Compilation made = CompileTexts({{"p.remit", Joined(kItems)}}, {});
  REQUIRE(made.program.has_value());
  const std::string first = EncodeProgram(*made.program);
  LowerSealed(made, {});
  REQUIRE(made.program.has_value());
  CHECK(EncodeProgram(*made.program) == first);
}

TEST_CASE("coverage adds counters and changes nothing that is decided") {
  CompileOptions options;
  options.coverage = true;
  const Compilation covered = CompileTexts({{"p.remit", Joined(kItems)}}, options);
  REQUIRE(covered.program.has_value());
  CHECK(covered.covers.size() > 0);
  const Compilation plain = CompileTexts({{"p.remit", Joined(kItems)}}, {});
  CHECK(plain.covers.empty());
  CHECK(plain.program->rules.size() == covered.program->rules.size());
  CHECK(plain.program->slots.size() == covered.program->slots.size());
}

TEST_CASE("a param set by the project is sealed into the program") {
  auto bytes = [](const std::map<std::string, std::string>& params) {
    CompileOptions options;
    options.params = params;
    const Compilation made = CompileTexts({{"p.remit", Joined(kItems)}}, options);
    REQUIRE(made.program.has_value());
    return EncodeProgram(*made.program);
  };
  CHECK(bytes({{"limit", "3"}}) == bytes({}));
  CHECK(bytes({{"limit", "4"}}) == bytes({{"p.limit", "4"}}));
  CHECK(bytes({{"limit", "4"}}) != bytes({}));
}

TEST_CASE("what the engine runs of the complete example") {
  const std::string root = std::string(REMIT_SOURCE_DIR) + "/tests/testdata/policies";
  CompileOptions options;
  options.root = root;
  const Compilation made = CompilePolicies({root + "/delivery.remit"}, options);
  INFO(FormatDiagnostics(made.diagnostics, made.sources));
  REQUIRE(made.program.has_value());
  CheckGolden("listing/delivery.txt", Disassemble(*made.program));
}

// What the program calls the files, by the policy's place and the sources.
std::vector<std::string> NamesOf(const Compilation& made) {
  REQUIRE(made.program.has_value());
  std::vector<std::string> names;
  for (const NamedDigest& source : SourceDigests(made)) names.push_back(source.name);
  const ProgramPlace& place = made.program->policies[0].place;
  names.push_back(std::string(made.program->strings[place.file]));
  return names;
}

TEST_CASE("programs call files by names that do not show where they lie") {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / "remit_compile_names";
  fs::remove_all(folder);
  fs::create_directories(folder / "a/lib");
  fs::create_directories(folder / "b");
  std::ofstream(folder / "a/p.remit")
      << "policy p owner \"o\" default allow\nimport \"lib/l.remit\" as l\n";
  std::ofstream(folder / "a/lib/l.remit") << "let x = true\n";
  std::ofstream(folder / "b/q.remit") << "policy q owner \"o\" default allow\n";
  const std::string p = folder / "a/p.remit", q = folder / "b/q.remit";
  using Names = std::vector<std::string>;
  const auto names = [&](const fs::path& root, FileNames from, const Names& files) {
    CompileOptions options;
    options.root = root;
    options.names = from;
    return NamesOf(CompilePolicies(files, options));
  };
  const Names near = {"lib/l.remit", "p.remit", "p.remit"};
  const Names far = {"a/lib/l.remit", "a/p.remit", "a/p.remit"};
  CHECK(names(folder / "a", FileNames::FromRoot, {p}) == near);
  CHECK(names(folder, FileNames::FromRoot, {p}) == far);
  CHECK(names(folder, FileNames::FromCommonFolder, {p}) == near);
  const Names both = {"a/lib/l.remit", "a/p.remit", "b/q.remit", "a/p.remit"};
  CHECK(names(folder, FileNames::FromRoot, {q, p}) == both);
  CHECK(names(folder, FileNames::FromCommonFolder, {p, q}) == both);
  CHECK(names(folder / "a", FileNames::FromRoot, {p, q}) == both);
  CHECK(names(folder / "a", FileNames::FromCommonFolder, {q, p}) == both);
  fs::remove_all(folder);

  const Compilation texts =
      CompileTexts({{"x/t.remit", "policy t owner \"o\" default allow\n"}}, {});
  CHECK(NamesOf(texts) == Names{"x/t.remit", "x/t.remit"});
  CHECK(SourceDigests(texts) ==
        std::vector<NamedDigest>{{"x/t.remit", Sha256("policy t owner \"o\" default allow\n")}});
}

TEST_CASE("the text of a param is no source") {
  CompileOptions options;
  options.params = {{"n", "3"}};
  const std::string text =
      "policy p owner \"o\" default allow\nparam n: int = 1\ntrigger t {\n  when n == 3\n  "
      "notify to \"x\"\n}\n";
  CHECK(SourceDigests(CompileTexts({{"p.remit", text}}, options)) ==
        std::vector<NamedDigest>{{"p.remit", Sha256(text)}});
}

}  // namespace
}  // namespace remit
