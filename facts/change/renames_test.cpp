// The rules one at a time; tests/renames holds all of them against git.
#include "facts/change/renames.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>

namespace remit {
namespace {

struct File {
  std::string path;
  std::string content;
  uint32_t mode = 0100644;
};

// A pair by its paths: "old -> new 87".
using Pairs = std::vector<std::string>;

// Contents stand in place of ids: the search only asks whether two are equal.
std::vector<RenameCandidate> Candidates(const std::vector<File>& files) {
  std::vector<RenameCandidate> out;
  for (const File& file : files) out.push_back({file.path, file.content, file.mode});
  return out;
}

Result<std::string> ReadSelf(const std::string& blob) { return blob; }

Pairs Find(const std::vector<File>& deleted, const std::vector<File>& added,
           size_t most_pairs = 1'000'000) {
  const auto renames = FindRenames(Candidates(deleted), Candidates(added), ReadSelf, most_pairs);
  REQUIRE(renames);
  Pairs out;
  for (const Rename& rename : *renames) {
    out.push_back(deleted[rename.deleted].path + " -> " + added[rename.added].path + " " +
                  std::to_string(rename.similarity));
  }
  return out;
}

// Lines `first` to `last` of a text in which each line is ten bytes: a tenth of ten lines each.
std::string Lines(int first, int last) {
  std::string out;
  for (int line = first; line <= last; ++line) out += "line " + std::to_string(1000 + line) + "\n";
  return out;
}

TEST_CASE("equal files are one that moved") {
  struct Row {
    std::vector<File> deleted, added;
    Pairs pairs;
  };
  const uint32_t kLink = 0120000, kModule = 0160000, kProgram = 0100755;
  const Row rows[] = {
      {{}, {{"a", "x"}}, {}},
      {{{"a", "x"}}, {}, {}},
      {{{"a", "x"}}, {{"b", "x"}}, {"a -> b 100"}},
      {{{"a", "x"}}, {{"b", "y"}}, {}},
      // The same base name first, wherever it stands; else the first by path.
      {{{"a", "x"}, {"d/b", "x"}}, {{"e/b", "x"}}, {"d/b -> e/b 100"}},
      {{{"d", "x"}, {"c", "x"}}, {{"e", "x"}}, {"c -> e 100"}},
      {{{"ab", "x"}, {"xb", "x"}}, {{"d/b", "x"}}, {"ab -> d/b 100"}},  // no end of a name
      // Each is used once; a first new file may take what a second would have fitted better.
      {{{"a", "x"}}, {{"b", "x"}, {"d/a", "x"}}, {"a -> b 100"}},
      {{{"a", "x"}, {"b", "x"}}, {{"d/b", "x"}, {"d/a", "x"}}, {"b -> d/b 100", "a -> d/a 100"}},
      // Empty files too.
      {{{"a", ""}, {"d/b", ""}}, {{"b", ""}, {"c", ""}}, {"d/b -> b 100", "a -> c 100"}},
      // Permissions make no difference; of links and submodules the kind must be the same.
      {{{"a", "x"}}, {{"b", "x", kProgram}}, {"a -> b 100"}},
      {{{"a", "x", kLink}}, {{"b", "x", kLink}}, {"a -> b 100"}},
      {{{"a", "x", kLink}}, {{"b", "x"}}, {}},
      {{{"a", "x"}}, {{"b", "x", kLink}}, {}},
      {{{"a", "x", kModule}}, {{"b", "x", kModule}}, {"a -> b 100"}},
      {{{"a", "x", kModule}}, {{"b", "x", kLink}}, {}},
      {{{"a", "x", kLink}, {"c", "x"}}, {{"b", "x"}}, {"c -> b 100"}},
  };
  for (const Row& row : rows) CHECK(Find(row.deleted, row.added) == row.pairs);
}

// As git, which looks no further.
TEST_CASE("of equal files the first hundred are looked at for the same base name") {
  for (const size_t before : {99u, 100u}) {
    std::vector<File> deleted;
    for (size_t i = 0; i < before; ++i) deleted.push_back({"d/" + std::to_string(100 + i), "x"});
    deleted.push_back({"e/name", "x"});
    const Pairs expected{before == 99 ? "e/name -> name 100" : "d/100 -> name 100"};
    CHECK(Find(deleted, {{"name", "x"}}) == expected);
  }
}

TEST_CASE("files that changed while they moved are found by what is left of them") {
  struct Row {
    std::vector<File> deleted, added;
    Pairs pairs;
  };
  const std::string whole = Lines(1, 20);
  const Row rows[] = {
      {{{"a", whole}}, {{"b", Lines(1, 19)}}, {"a -> b 95"}},
      {{{"a", whole}}, {{"b", Lines(1, 10)}}, {"a -> b 50"}},
      {{{"a", whole}}, {{"b", Lines(1, 9)}}, {}},
      {{{"a", Lines(1, 9)}}, {{"b", whole}}, {}},
      {{{"a", Lines(1, 3)}}, {{"b", Lines(1, 2)}}, {"a -> b 66"}},            // rounded down
      {{{"a", whole}}, {{"b", Lines(8, 20) + Lines(1, 7)}}, {"a -> b 100"}},  // in any order
      // The best pair first.
      {{{"a", whole}},
       {{"b", Lines(1, 15)}, {"c", Lines(1, 16)}, {"d", Lines(1, 14)}},
       {"a -> c 80"}},
      {{{"a", whole}, {"b", Lines(1, 18)}},
       {{"c", Lines(1, 17)}, {"d", Lines(1, 16)}},
       {"b -> c 94", "a -> d 80"}},
      // Of equals the same base name.
      {{{"a", whole}, {"d/b", whole}, {"e/b", whole}},
       {{"b", Lines(1, 15)}, {"c", Lines(1, 15)}},
       {"d/b -> b 75", "a -> c 75"}},
      // Links, submodules and empty files match exactly or not at all.
      {{{"a", whole, 0120000}}, {{"b", Lines(1, 19), 0120000}}, {}},
      {{{"a", whole, 0160000}}, {{"b", Lines(1, 19), 0160000}}, {}},
      {{{"a", whole, 0120000}}, {{"b", whole}}, {}},
      {{{"a", ""}}, {{"b", "x"}}, {}},
      {{{"d/a", ""}}, {{"e/a", "x"}}, {}},
  };
  for (const Row& row : rows) CHECK(Find(row.deleted, row.added) == row.pairs);
}

TEST_CASE("a base name that nobody else has wins over a better match from 75 percent on") {
  const std::vector<File> deleted{{"old/name", Lines(1, 20)}, {"other", Lines(1, 15)}};
  CHECK(Find(deleted, {{"new/name", Lines(1, 15) + Lines(50, 50)}}) ==
        Pairs{"old/name -> new/name 75"});
  CHECK(Find(deleted, {{"new/name", Lines(1, 14) + Lines(50, 50)}}) ==
        Pairs{"other -> new/name 93"});
  std::vector<File> two = deleted;
  two.push_back({"elsewhere/name", "y\n"});
  CHECK(Find(two, {{"new/name", Lines(1, 15) + Lines(50, 50)}}) == Pairs{"other -> new/name 93"});
}

TEST_CASE("with too many candidates only equal files and equal base names are paired") {
  const std::vector<File> deleted{
      {"a", Lines(1, 20)}, {"c", "same"}, {"d/n", Lines(30, 49)}, {"e", Lines(60, 79)}};
  const std::vector<File> added{
      {"b", Lines(1, 19)}, {"d/c", "same"}, {"f", Lines(60, 78)}, {"n", Lines(30, 48)}};
  const Pairs cheap{"c -> d/c 100", "d/n -> n 95"};
  const Pairs all{"a -> b 95", "c -> d/c 100", "e -> f 95", "d/n -> n 95"};
  CHECK(Find(deleted, added, 0) == cheap);
  CHECK(Find(deleted, added, 3) == cheap);  // two by two are left
  CHECK(Find(deleted, added, 4) == all);
}

TEST_CASE("the order of the candidates does not matter") {
  std::vector<File> deleted, added;
  for (int i = 0; i < 6; ++i) {
    deleted.push_back({"old/" + std::to_string(i % 4) + "/" + std::to_string(i), Lines(1, 20)});
    added.push_back({"new/" + std::to_string(i), Lines(i % 3, 18)});
  }
  const auto sorted = [&] {
    Pairs pairs = Find(deleted, added);
    std::ranges::sort(pairs);
    return pairs;
  };
  const Pairs expected = sorted();
  CHECK(expected.size() == 6);
  for (int turn = 0; turn < 5; ++turn) {
    std::ranges::rotate(deleted, deleted.begin() + 1);
    std::ranges::rotate(added, added.begin() + 2);
    CHECK(sorted() == expected);
  }
}

TEST_CASE("a blob is read once a candidate at most, and only where its content matters") {
  const std::vector<File> deleted{
      {"a", Lines(1, 20)}, {"b", "same"}, {"l", "x", 0120000}, {"old/n", Lines(40, 59)}};
  const std::vector<File> added{{"c", Lines(1, 18)},
                                {"d", "same"},
                                {"m", "y", 0120000},
                                {"new/n", Lines(40, 50)},  // compared twice: too little for a name
                                {"o", Lines(42, 59)}};
  std::map<std::string, int> reads;
  const auto renames =
      FindRenames(Candidates(deleted), Candidates(added), [&](const std::string& blob) {
        ++reads[blob];
        return ReadSelf(blob);
      });
  REQUIRE(renames);
  CHECK(*renames == std::vector<Rename>{{0, 0, 90}, {1, 1, 100}, {3, 4, 90}});
  CHECK(reads == std::map<std::string, int>{{Lines(1, 20), 1},
                                            {Lines(40, 59), 1},
                                            {Lines(1, 18), 1},
                                            {Lines(40, 50), 1},
                                            {Lines(42, 59), 1}});
}

TEST_CASE("a blob that cannot be read ends the search") {
  for (const char* path : {"new/a", "b"}) {  // by base name; among the rest
    const auto renames = FindRenames(
        Candidates({{"a", "x\n"}}), Candidates({{path, "y\n"}}), [](const std::string& blob) {
          return Result<std::string>(Fail(ErrorKind::Missing, "not in this clone", blob));
        });
    REQUIRE_FALSE(renames);
    CHECK(renames.error().kind == ErrorKind::Missing);
    CHECK(renames.error().message == "not in this clone");
    CHECK(renames.error().where == "x\n");
  }
}

TEST_CASE("similarity counts the bytes of equal chunks") {
  struct Row {
    std::string old_bytes, new_bytes;
    int score;
  };
  const std::string crlf = "line 1\r\nline 2\r\n", lf = "line 1\nline 2\n";
  const std::string nul("\0\n", 2);
  const std::string block(64, 'a'), other(64, 'b');
  const Row rows[] = {
      {"", "", 0},
      {"", "a\n", 0},
      {"a\n", "a\n", 60'000},
      {"a\n", "b\n", 0},
      {"a\nb\n", "b\na\n", 60'000},
      {"a\na\nb\n", "a\nc\nc\n", 20'000},  // twice here, once there: counted once
      {"a\nb\nc\n", "a\n", 20'000},
      {block, block, 60'000},
      {block + other, other + block, 60'000},
      {block + "x\n", block + "y\n", 58'181},
      {"no end", "no end", 0},  // what follows the last whole chunk is not counted
      {"a\nno end", "a\nno end", 15'000},
      {crlf, lf, 52'500},                // 14 of 16 bytes
      {crlf, crlf, 52'500},              // git's estimate of a file and itself
      {nul + crlf, nul + crlf, 60'000},  // of what is binary every byte counts
      {nul + crlf, nul + lf, 6'666},
      {"a\r", "a\r", 0},
      {"a\rb\n", "a\rb\n", 60'000},
  };
  for (const Row& row : rows) {
    CAPTURE(row.old_bytes, row.new_bytes);
    CHECK(SimilarityScore(row.old_bytes, row.new_bytes) == row.score);
    CHECK(SimilarityScore(row.new_bytes, row.old_bytes) == row.score);
  }
}

}  // namespace
}  // namespace remit
