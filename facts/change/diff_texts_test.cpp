#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <ostream>

#include "facts/change/text.h"
#include "tests/support/hunk_laws.h"

namespace remit {

static std::ostream& operator<<(std::ostream& out, const Hunk& hunk) {
  return out << "-" << hunk.old_begin << "," << hunk.old_lines << " +" << hunk.new_begin << ","
             << hunk.new_lines;
}

namespace {

using Hunks = std::vector<Hunk>;

TEST_CASE("hunks are the lines that differ, from 0") {
  struct Row {
    std::string_view old_text, new_text;
    Hunks hunks;
  };
  const Row rows[] = {
      {"", "", {}},
      {"a\nb\n", "a\nb\n", {}},
      {"", "a\nb\n", {{0, 0, 0, 2}}},
      {"a\nb\n", "", {{0, 2, 0, 0}}},
      {{}, "a\n", {{0, 0, 0, 1}}},  // no bytes and no address
      {"b\n", "a\nb\n", {{0, 0, 0, 1}}},
      {"a\nc\n", "a\nb\nc\n", {{1, 0, 1, 1}}},
      {"a\nb\nc\n", "a\nc\n", {{1, 1, 1, 0}}},
      {"a\n", "a\nb\n", {{1, 0, 1, 1}}},
      {"a\nb\n", "a\n", {{1, 1, 1, 0}}},
      {"a\nb\nc\nd\n", "x\nb\ny\nz\nd\nw", {{0, 1, 0, 1}, {2, 1, 2, 2}, {4, 0, 5, 1}}},
      {"a", "a\n", {{0, 1, 0, 1}}},                // a line end is part of its line
      {"a\r\nb\r\n", "a\nb\r\n", {{0, 1, 0, 1}}},  // and so is how it is written
      {"a \n", "a\n", {{0, 1, 0, 1}}},
      {"{\n  a;\n}\n{\n  b;\n}\n",  // whole blocks, by indent
       "{\n  a;\n}\n{\n  c;\n}\n{\n  b;\n}\n",
       {{3, 0, 3, 3}}},
  };
  for (const Row& row : rows) {
    CAPTURE(row.old_text, row.new_text);
    CHECK(DiffTexts(row.old_text, row.new_text) == row.hunks);
  }
}

TEST_CASE("a NUL makes no text binary") {
  const std::string_view old_text("\0\nb\n", 4), new_text("\0\nb\nc\0\n", 7);
  CHECK(DiffTexts(old_text, new_text) == Hunks{{2, 0, 2, 1}});
  const std::string long_text(9000, 'a');
  const std::string late = long_text + std::string("\n\0\n", 3);
  CHECK(DiffTexts(long_text + "\n", late) == Hunks{{1, 0, 1, 1}});
}

TEST_CASE("a text of 100,000 lines has each of its changes") {
  std::string old_text, new_text;
  Hunks expected;
  for (size_t line = 0; line < 100'000; ++line) {
    const std::string same = "line " + std::to_string(line) + "\n";
    old_text += same;
    new_text += line % 1000 == 7 ? "changed\n" : same;
    if (line % 1000 == 7) expected.push_back({line, 1, line, 1});
  }
  CHECK(DiffTexts(old_text, new_text) == expected);
}

TEST_CASE("hunks say what leads from one text to the other") {
  CHECK(rc::check("hunk laws", [] {
    const auto line = rc::gen::element<std::string>("a\n", "b\n", "  c\n", "\n", "}\n", "\r\n",
                                                    std::string("\0\n", 2), "d", "\xff\n");
    const auto lines = rc::gen::container<std::vector<std::string>>(line);
    std::string old_text, new_text;
    for (const std::string& part : *lines) old_text += part;
    for (const std::string& part : *lines) new_text += part;
    const auto hunks = DiffTexts(old_text, new_text);
    RC_ASSERT(hunks.has_value());
    RC_ASSERT(BrokenHunkLaw(old_text, new_text, *hunks) == "");
  }));
}

}  // namespace
}  // namespace remit
