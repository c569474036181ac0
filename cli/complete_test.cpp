#include "cli/complete.h"

#include <catch2/catch.hpp>

#include "engine/model/action.h"

namespace remit {
namespace {

constexpr std::string_view kRequest =
    R"({"action": {"name": "merge"}, "subject": {"type": "agent", "id": "a"},
        "context": {"change": {"files": [], "added": 1, "a-b": 2}, "cost": 1}})";

std::vector<std::string> Completed(std::string_view line) {
  static Arena arena;
  const Result<Action> action = ReadAction(arena, kRequest);
  REQUIRE(action.has_value());
  return Complete(line, {{"limit", "change"}, &*action});
}

TEST_CASE("the word at the cursor goes on as names, functions, members and methods") {
  using Words = std::vector<std::string>;
  struct Row {
    const char* line;
    Words words;
  };
  const std::vector<Row> rows = {
      {"lim", {"limit"}},
      {"1 + li", {"limit", "lists.range("}},
      {"lists.ra", {"lists.range("}},
      {"cont", {"context"}},
      {"context.ch", {"context.change", "context.charAt("}},
      {"context.change.fi",
       {"context.change.files", "context.change.filter(", "context.change.first("}},
      {"context.change.add", {"context.change.added"}},
      {"subject.id", {"subject.id"}},
      {"x.exis", {"x.exists(", "x.existsOne(", "x.exists_one("}},
      {"cel.", {"cel.bind("}},
      {"base64.", {"base64.decode(", "base64.encode("}},
      {"zzz", {}},
      {"'a' + zzz", {}},
  };
  for (const Row& row : rows) {
    INFO(row.line);
    CHECK(Completed(row.line) == row.words);
  }
}

TEST_CASE("functions that only the compiler writes are not offered") {
  for (const std::string& word : Completed("lists.")) CHECK(word.find('@') == std::string::npos);
}

}  // namespace
}  // namespace remit
