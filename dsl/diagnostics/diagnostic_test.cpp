#include "dsl/diagnostics/diagnostic.h"

#include <catch2/catch.hpp>
#include <tuple>

namespace remit {
namespace {

TEST_CASE("diagnostics are sorted, shown with their line, and counted over the limit") {
  SourceSet sources;
  const FileId file = sources.Add("a.remit", "one\n\t\xc3\xa9 two\nthree");
  Diagnostics diagnostics;
  diagnostics.Emit(DiagnosticKind::Syntax, {file, 12, 17}, "third");
  diagnostics.Emit(DiagnosticKind::UnknownField, {file, 8, 11}, "no field `two`", "look");
  diagnostics.Emit(DiagnosticKind::QuorumOfOne, {file, 0, 3}, "first");
  CHECK(diagnostics.error_count() == 2);
  SourceLimits limits;
  limits.errors = 2;
  CHECK(FormatDiagnostics(diagnostics, sources, limits) ==
        "a.remit:1:1: warning: first [QuorumOfOne]\n"
        "  one\n"
        "  ^^^\n"
        "a.remit:2:4: error: no field `two` [UnknownField]\n"
        "   \xc3\xa9 two\n"
        "     ^^^\n"
        "help: look\n"
        "a.remit: 1 more\n");
}

TEST_CASE("the nearest name is suggested, within a third of the length") {
  const std::vector<std::string> names = {"recipient", "when", "where", "ab", "ba"};
  const std::vector<std::tuple<std::string, std::string>> rows = {
      {"recipent", "did you mean `recipient`?"},
      {"wehn", "did you mean `when`?"},
      {"wher", "did you mean `when`?"},
      {"xy", ""},
      {"when", ""},
  };
  for (const auto& [name, help] : rows) CHECK(Suggest(name, names) == help);
}

TEST_CASE("places count lines from 1 and columns in code points") {
  SourceSet sources;
  const FileId file = sources.Add("a", "x\r\n\xc3\xa9y\n");
  const LineColumn place = sources.Locate({file, 5, 6});
  CHECK(place.line == 2);
  CHECK(place.column == 2);
  CHECK(sources.Line(file, 1) == "x");
  CHECK(sources.Text({file, 3, 6}) == "\xc3\xa9y");
}

}  // namespace
}  // namespace remit
