#include "facts/change/trailers.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <fstream>
#include <random>
#include <sstream>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

struct Case {
  const char* name;
  std::string message;
  std::vector<std::string> trailers;
};

std::vector<std::string> Rows(const std::vector<Trailer>& trailers) {
  std::vector<std::string> rows;
  for (const Trailer& trailer : trailers) rows.push_back(trailer.key + ": " + trailer.value);
  return rows;
}

// Messages whose trailers are those that git finds.
const std::vector<Case>& GitCases() {
  static const std::vector<Case> cases = {
      {"nothing", "", {}},
      {"a title alone", "fix: the thing\n", {}},
      {"a title of two lines", "Title\nAcked-by: Ann\n", {}},
      {"a title that looks like trailers", "fix: it\nAcked-by: Ann\n", {}},
      {"one block", "Title\n\nText.\n\nAcked-by: Ann\nRef: 12\n", {"Acked-by: Ann", "Ref: 12"}},
      {"right under the title", "Title\n\nAcked-by: Ann\n", {"Acked-by: Ann"}},
      {"no final line feed", "Title\n\nAcked-by: Ann", {"Acked-by: Ann"}},
      {"no title", "\nAcked-by: Ann\n", {"Acked-by: Ann"}},
      {"keys", "T\n\na: 1\nB-2: 2\n-: 3\nno_key: x\n", {}},
      {"keys alone", "T\n\na: 1\nB-2: 2\n-: 3\n4:\n", {"a: 1", "B-2: 2", "-: 3", "4: "}},
      {"blanks around the colon", "T\n\nA : 1\nB\t:2\nC:  3  \n", {"A: 1", "B: 2", "C: 3"}},
      {"two words are no key", "T\n\nsee also: that\nA: 1\n", {}},
      {"an empty key", "T\n\n: x\n", {}},
      {"folded", "T\n\nA: one\n two\n\tthree\nB: x\n", {"A: one two three", "B: x"}},
      {"folded onto nothing", "T\n\nA:\n one\n", {"A: one"}},
      {"begins folded", "T\n\n one\nA: 1\n", {}},
      {"prose between", "T\n\nA: 1\nprose\n", {}},
      {"the last word counts", "T\n\nA: 1\n\nprose\n", {"A: 1"}},
      {"signed off among prose, a quarter",
       "T\n\none\ntwo\nthree\nSigned-off-by: Ann\n",
       {"Signed-off-by: Ann"}},
      {"signed off among prose, less than a quarter",
       "T\n\none\ntwo\nthree\nfour\nSigned-off-by: Ann\n",
       {}},
      {"folded prose counts", "T\n\none\n two\n three\n four\nSigned-off-by: Ann\n", {}},
      {"picked among prose", "T\n\none\ntwo\nA: 1\n(cherry picked from commit 1a2b3c)\n", {"A: 1"}},
      {"picked and signed",
       "T\n\nA: 1\n(cherry picked from commit 1a2b3c)\nSigned-off-by: Ann\n",
       {"A: 1", "Signed-off-by: Ann"}},
      {"picked alone", "T\n\n(cherry picked from commit 1a2b3c)\n", {}},
      {"signed off in another case is nothing of git's",
       "T\n\none\ntwo\nthree\nsigned-off-by: Ann\n",
       {}},
      {"CRLF", "T\r\n\r\nA: one\r\n two\r\nB: x\r\n", {"A: one two", "B: x"}},
      {"CRLF, empty lines at the end", "T\r\n\r\nA: 1\r\n\r\n\r\n", {"A: 1"}},
      {"comments", "T\n\nA: 1\n# one\nB: 2\n#C: 3\n", {"A: 1", "B: 2"}},
      {"comments below", "T\n\nA: 1\n\n# one\n#\n# two\n\n", {"A: 1"}},
      {"a comment ends a fold", "T\n\nA: 1\n# one\n two\n", {}},
      {"conflicts", "T\n\nA: 1\n\nConflicts:\n\ta.c\n\tb.c\n", {"A: 1"}},
      {"conflicts and comments", "T\n\nA: 1\n\nConflicts:\n\ta.c\n\n# x\n\tb.c\n", {"A: 1"}},
      {"blank lines with blanks", "T\n \nA: 1\n \t\n", {"A: 1"}},
      {"a patch", "T\n\nA: 1\n---\n a.c | 2 +-\n\ndiff --git a/a b/a\n", {"A: 1"}},
      {"a patch with a name", "T\n\nA: 1\n--- a/a\n+++ b/a\n@@ -1 +1 @@\n", {"A: 1"}},
      {"more dashes divide nothing", "T\n\n---------\n\nA: 1\n", {"A: 1"}},
      {"scissors",
       "T\n\nA: 1\n# ------------------------ >8 ------------------------\ndiff\n",
       {"A: 1"}},
      {"a web address at the end is a trailer to git",
       "T\n\nA: 1\nhttps://example.com\n",
       {"A: 1", "https: //example.com"}},
      {"form feed is no blank", "T\n\nA: 1\n\f\n", {}},
      {"letters of others are no key", "T\n\nRéf: 1\n", {}},
  };
  return cases;
}

// Messages of which more is read than git would.
const std::vector<Case>& MoreCases() {
  static const std::vector<Case> cases = {
      {"a web address alone hides none",
       "T\n\nA: 1\n\nhttps://example.com\n",
       {"A: 1", "https: //example.com"}},
      {"a web address in the middle is no trailer",
       "T\n\nA: 1\nhttps://example.com\n x\n\nB: 2\n",
       {"A: 1", "B: 2"}},
      {"in the middle", "T\n\n* one\n\nA: 1\nB: 2\n\n* two\n\nC: 3\n", {"A: 1", "B: 2", "C: 3"}},
      {"in the middle with prose", "T\n\nprose\nSigned-off-by: Ann\n\nC: 3\n", {"C: 3"}},
      {"both sides of a divider", "T\n\nA: 1\n\n---\n\ntext\n\nB: 2\n", {"A: 1", "B: 2"}},
      {"a quarter on both sides",
       "T\n\nx\nSigned-off-by: Ann\n---\nx\nSigned-off-by: Cy\n",
       {"Signed-off-by: Ann", "Signed-off-by: Cy"}},
  };
  return cases;
}

TEST_CASE("trailers of a message") {
  for (const auto* cases : {&GitCases(), &MoreCases()}) {
    for (const Case& it : *cases) {
      INFO(it.name);
      CHECK(Rows(ParseTrailers(it.message)) == it.trailers);
    }
  }
}

TEST_CASE("a line of a trailer") {
  Trailer trailer;
  CHECK(ReadTrailerLine("Co-authored-by: A <a@b>", trailer));
  CHECK(trailer == Trailer{"Co-authored-by", "A <a@b>"});
  CHECK_FALSE(ReadTrailerLine("https://example.com", trailer));
  CHECK_FALSE(ReadTrailerLine("a word: x", trailer));
  CHECK_FALSE(ReadTrailerLine("", trailer));
}

// What `git interpret-trailers --parse OPTIONS` says of each message, in one run of the shell.
std::vector<std::vector<std::string>> AskGit(const std::vector<std::string>& messages,
                                             const std::string& options) {
  const TestFolder folder;
  for (size_t i = 0; i < messages.size(); ++i) {
    std::ofstream(folder.path() + "/message" + std::to_string(i), std::ios::binary) << messages[i];
  }
  const std::string said = folder.Run(
      "i=0; while [ -e message$i ]; do echo @@@; "
      "git interpret-trailers --parse " +
      options + " < message$i; i=$((i+1)); done");
  std::vector<std::vector<std::string>> all;
  std::istringstream lines(said);
  for (std::string line; std::getline(lines, line);) {
    if (line == "@@@") {
      all.emplace_back();
    } else {
      all.back().push_back(line);
    }
  }
  return all;
}

// Git keeps the blanks and carriage returns around a fold.
std::vector<std::string> Plain(const std::vector<std::string>& rows) {
  std::vector<std::string> plain;
  for (const std::string& row : rows) {
    std::istringstream words(row);
    std::string line;
    for (std::string word; words >> word;) line += (line.empty() ? "" : " ") + word;
    plain.push_back(line);
  }
  return plain;
}

TEST_CASE("git finds the same trailers in the table") {
  std::vector<std::string> messages;
  for (const Case& it : GitCases()) messages.push_back(it.message);
  const auto said = AskGit(messages, "");
  REQUIRE(said.size() == messages.size());
  for (size_t i = 0; i < messages.size(); ++i) {
    const Case& it = GitCases()[i];
    INFO(it.name);
    // The one message where a paragraph in the middle has some: git sees none.
    const bool middle = std::string_view(it.name) == "the last word counts";
    CHECK(Plain(said[i]) == (middle ? std::vector<std::string>{} : Plain(it.trailers)));
  }
}

std::vector<std::string> RandomMessages(unsigned seed, const std::vector<std::string>& lines,
                                        const std::string& begin) {
  std::mt19937 random(seed);
  std::vector<std::string> messages;
  for (int i = 0; i < 400; ++i) {
    std::string message = begin;
    for (auto n = random() % 8; n-- > 0;) message += lines[random() % lines.size()] + "\n";
    messages.push_back(message);
  }
  return messages;
}

TEST_CASE("git finds the same trailers in one paragraph") {
  const std::vector<std::string> lines = {"A: 1",
                                          "B: 2",
                                          "Signed-off-by: Ann",
                                          "(cherry picked from commit 1a)",
                                          "prose",
                                          "prose too",
                                          " x",
                                          "\ty: z",
                                          "# C: 3",
                                          "C:4\r"};
  const auto messages = RandomMessages(1, lines, "Title\n\n");
  const auto said = AskGit(messages, "");
  REQUIRE(said.size() == messages.size());
  for (size_t i = 0; i < messages.size(); ++i) {
    INFO(messages[i]);
    CHECK(Plain(Rows(ParseTrailers(messages[i]))) == Plain(said[i]));
  }
}

bool IsSubsequence(const std::vector<std::string>& part, const std::vector<std::string>& whole) {
  auto at = whole.begin();
  for (const std::string& row : part) {
    at = std::find(at, whole.end(), row);
    if (at == whole.end()) return false;
    ++at;
  }
  return true;
}

TEST_CASE("nothing that git finds, read either way, is left out") {
  const std::vector<std::string> lines = {
      "A: 1",   "B: 2", "Signed-off-by: Ann", "",      "", "prose", " x",
      "# C: 3", "---",  "Conflicts:",         "\tx.c", " "};
  const auto messages = RandomMessages(2, lines, "Title\nmore\n\n");
  for (const char* options : {"", "--no-divider"}) {
    const auto said = AskGit(messages, options);
    REQUIRE(said.size() == messages.size());
    for (size_t i = 0; i < messages.size(); ++i) {
      INFO(options << "\n" << messages[i]);
      CHECK(IsSubsequence(Plain(said[i]), Plain(Rows(ParseTrailers(messages[i])))));
    }
  }
}

}  // namespace
}  // namespace remit
