#include "cli/input.h"

#include <catch2/catch.hpp>
#include <utility>

namespace remit {
namespace {

using Documents = std::vector<std::pair<std::string, size_t>>;

Documents Split(std::string_view text) {
  Documents documents;
  for (const InputDocument& document : SplitDocuments(text, {})) {
    documents.emplace_back(document.text, document.line);
  }
  return documents;
}

struct Case {
  const char* text;
  Documents documents;
};

TEST_CASE("input: one document over lines is one action, else each line is one") {
  const Case c = GENERATE(values<Case>({
      {"", {}},
      {" \n\t\n", {}},
      {"{}", {{"{}", 1}}},
      {"\n{}\r\n", {{"{}", 2}}},
      {"{}\n\n{}\n", {{"{}", 1}, {"{}", 3}}},
      {"{\n}\n", {{"{\n}\n", 1}}},
      {"\n{\n}", {{"\n{\n}", 2}}},
      {"{\n{}\n", {{"{", 1}, {"{}", 2}}},
      {"bad\n{}\n", {{"bad", 1}, {"{}", 2}}},
      {"{\n \"a\": [\n  {}\n", {{"{\n \"a\": [\n  {}\n", 1}}},
      {"bad\nworse\n", {{"bad\nworse\n", 1}}},
  }));
  CAPTURE(c.text);
  CHECK(Split(c.text) == c.documents);
}

}  // namespace
}  // namespace remit
