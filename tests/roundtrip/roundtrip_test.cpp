// What is printed parses to the same tree, and printing that changes nothing: over whole generated
// files.
#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstdint>
#include <string>
#include <vector>

#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "tests/support/generate_ast.h"

namespace remit {
namespace {

TEST_CASE("a printed file parses to the tree that was printed") {
  CHECK(rc::check("parse after format is the identity", [] {
    const auto numbers =
        *rc::gen::container<std::vector<uint32_t>>(600, rc::gen::inRange<uint32_t>(0, UINT32_MAX));
    properties::Choices choices(numbers);
    const ast::File file = MakeFile(choices);
    const std::string text = FormatFile(file);
    SourceSet sources;
    Diagnostics diagnostics;
    const FileId id = sources.Add("printed.remit", text);
    const ast::File again = ParseFile(sources, id, diagnostics);
    RC_ASSERT(FormatDiagnostics(diagnostics, sources) == "");
    RC_ASSERT(DumpFile(again) == DumpFile(file));
    RC_ASSERT(FormatFile(again) == text);
  }));
}

}  // namespace
}  // namespace remit
