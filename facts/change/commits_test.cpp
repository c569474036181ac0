#include "facts/change/commits.h"

#include <catch2/catch.hpp>
#include <sstream>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

constexpr std::string_view kTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";  // nothing in it
const std::string kAnn = "author Ann <ann@example.com> 1700000000 +0000\n";
const std::string kCy = "committer Cy <cy@example.com> 1700000000 +0000\n";

// Writes a commit of those bytes behind its tree and parents; its hex id.
std::string WriteCommit(const TestRepository& repository, const std::vector<std::string>& parents,
                        const std::string& rest) {
  std::string bytes = "tree " + std::string(kTree) + "\n";
  for (const std::string& parent : parents) bytes += "parent " + parent + "\n";
  repository.Write("commit", bytes + rest);
  repository.Git("hash-object -t tree -w /dev/null");
  return repository.Git("hash-object -t commit -w --literally commit");
}

std::string WriteMessage(const TestRepository& repository, const std::vector<std::string>& parents,
                         const std::string& message) {
  return WriteCommit(repository, parents, kAnn + kCy + "\n" + message);
}

Range RangeOf(const std::string& base, const std::string& head) {
  Range range;
  range.base.commit = base;
  range.merge_base = base;
  range.head.commit = head;
  return range;
}

Result<ChangeFacts> ReadRange(const TestRepository& repository, const Range& range,
                              const ChangeLimits& limits = {}) {
  ChangeFacts facts;
  const auto read = ReadCommits(repository.Open(), range, limits, BuiltinAgentMarks(), facts);
  if (!read) return std::unexpected(read.error());
  return facts;
}

std::vector<std::string> Shas(const ChangeFacts& facts) {
  std::vector<std::string> shas;
  for (const ChangeCommit& commit : facts.commits) shas.push_back(commit.sha);
  return shas;
}

// What git lists, in an order of its own.
std::vector<std::string> GitShas(const TestRepository& repository, const std::string& range) {
  std::istringstream lines(repository.Git("rev-list --topo-order --reverse " + range));
  std::vector<std::string> shas;
  for (std::string line; std::getline(lines, line);) shas.push_back(line);
  return shas;
}

TEST_CASE("a commit with all that it says") {
  const TestRepository repository;
  const std::string root = WriteMessage(repository, {}, "Root\n");
  const std::string side = WriteMessage(repository, {root}, "Side\n");
  const std::string head =
      WriteCommit(repository, {root, side},
                  "author Claude <noreply@anthropic.com> 1700000000 +0000\n" + kCy +
                      "gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n -----END SSH SIGNATURE-----\n"
                      "\nTitle\n\nText.\n\nRef: 1\nREF: 2\nCo-authored-by: Ann <a@b>\n");
  const auto facts = ReadRange(repository, RangeOf(side, head));
  REQUIRE(facts);
  REQUIRE(facts->commits.size() == 1);
  const ChangeCommit& commit = facts->commits[0];
  CHECK(commit.sha == head);
  CHECK(commit.author == "noreply@anthropic.com");
  CHECK(commit.author_name == "Claude");
  CHECK(commit.committer == "cy@example.com");
  CHECK(commit.committer_name == "Cy");
  CHECK(commit.message == "Title\n\nText.\n\nRef: 1\nREF: 2\nCo-authored-by: Ann <a@b>\n");
  CHECK(commit.trailers == std::map<std::string, std::vector<std::string>>{
                               {"co-authored-by", {"Ann <a@b>"}}, {"ref", {"1", "2"}}});
  CHECK(commit.is_signed);
  CHECK(commit.merge);
  CHECK(commit.authorship == Authorship::Marked);
  CHECK(commit.agent == "claude");
}

TEST_CASE("a commit that says nothing") {
  const TestRepository repository;
  const std::string head = WriteMessage(repository, {}, "");
  const auto facts = ReadRange(repository, RangeOf("", head));
  REQUIRE(facts);
  REQUIRE(facts->commits.size() == 1);
  const ChangeCommit& commit = facts->commits[0];
  CHECK(commit.message.empty());
  CHECK(commit.trailers.empty());
  CHECK_FALSE(commit.is_signed);
  CHECK_FALSE(commit.merge);
  CHECK(commit.authorship == Authorship::Unmarked);
  CHECK(facts->agents.empty());
}

TEST_CASE("encodings of commits") {
  const TestRepository repository;
  const std::string who =
      "author J\xf6rg <j\xf6rg@example.com> 1700000000 +0000\n"
      "committer J\xf6rg <j\xf6rg@example.com> 1700000000 +0000\n";
  struct Case {
    std::string header, name, message;
  };
  const std::vector<Case> cases = {
      {"encoding ISO-8859-1\n", "Jörg", "f\u00fcr\n"},
      {"encoding latin1\n", "Jörg", "f\u00fcr\n"},
      {"encoding ISO-8859-15\n", "J\\x{f6}rg", "f\ufffdr\n"},
      {"", "J\\x{f6}rg", "f\ufffdr\n"},
  };
  for (const Case& it : cases) {
    INFO(it.header);
    const std::string head = WriteCommit(repository, {}, who + it.header + "\nf\xfcr\n");
    const auto facts = ReadRange(repository, RangeOf("", head));
    REQUIRE(facts);
    CHECK(facts->commits[0].author_name == it.name);
    CHECK(facts->commits[0].committer ==
          (it.name == "Jörg" ? "jörg@example.com" : "j\\x{f6}rg@example.com"));
    CHECK(facts->commits[0].message == it.message);
  }
}

TEST_CASE("the commits of a range are git's, parents before children") {
  const TestRepository repository;
  // A history with merges, octopus ones and criss-cross ones among them.
  std::vector<std::string> all = {WriteMessage(repository, {}, "root\n")};
  unsigned state = 7;
  const auto next = [&state](size_t below) {
    state = state * 1103515245 + 12345;
    return static_cast<size_t>(state >> 16) % below;
  };
  for (int i = 0; i < 40; ++i) {
    std::vector<std::string> parents = {
        all[all.size() - 1 - next(std::min<size_t>(all.size(), 4))]};
    for (size_t more = next(4); more > 1; --more) {
      const std::string& parent = all[next(all.size())];
      if (std::ranges::find(parents, parent) == parents.end()) parents.push_back(parent);
    }
    all.push_back(WriteMessage(repository, parents, std::to_string(i) + "\n"));
  }
  const std::string head = all.back();
  for (size_t i = 0; i < all.size(); i += 3) {
    const auto facts = ReadRange(repository, RangeOf(all[i], head));
    REQUIRE(facts);
    std::vector<std::string> ours = Shas(*facts);
    for (size_t at = 0; at < ours.size(); ++at) {
      std::istringstream parents(repository.Git("rev-list --parents -1 " + ours[at]));
      for (std::string parent; parents >> parent;) {
        CHECK(std::find(ours.begin() + static_cast<long>(at) + 1, ours.end(), parent) ==
              ours.end());
      }
    }
    std::vector<std::string> theirs = GitShas(repository, all[i] + ".." + head);
    std::ranges::sort(ours);
    std::ranges::sort(theirs);
    CHECK(ours == theirs);
  }
}

TEST_CASE("ranges without commits") {
  const TestRepository repository;
  const std::string root = WriteMessage(repository, {}, "root\n");
  const std::string child = WriteMessage(repository, {root}, "child\n");
  CHECK(ReadRange(repository, RangeOf(root, root))->commits.empty());
  CHECK(ReadRange(repository, RangeOf(child, root))->commits.empty());
  CHECK(Shas(*ReadRange(repository, RangeOf("", child))) == std::vector{root, child});
  for (const auto kind : {TreeSource::Kind::Index, TreeSource::Kind::WorkTree}) {
    Range range = RangeOf(root, "");
    range.head.kind = kind;
    CHECK(ReadRange(repository, range)->commits.empty());
  }
}

TEST_CASE("agents of a change, each once, by its oldest commit") {
  const TestRepository repository;
  const std::string base = WriteMessage(repository, {}, "Base\n\nMade-with: Cursor\n");
  const std::string one = WriteMessage(repository, {base}, "One\n\nCopilot-Session: 1\n");
  const std::string two = WriteMessage(repository, {one}, "Two\n\nAmp-Thread-ID: 2\n");
  const std::string three = WriteMessage(repository, {two}, "Three\n\nAmp-Thread-ID: 3\n");
  const auto facts = ReadRange(repository, RangeOf(base, three));
  REQUIRE(facts);
  REQUIRE(facts->agents.size() == 2);
  CHECK(facts->agents[0].name == "amp");
  CHECK(facts->agents[0].evidence == "trailer `Amp-Thread-ID: 2` of " + two.substr(0, 12));
  CHECK(facts->agents[1].name == "copilot");
  CHECK(facts->agents[1].evidence == "trailer `Copilot-Session: 1` of " + one.substr(0, 12));
}

TEST_CASE("messages over the limit are an error") {
  const TestRepository repository;
  const std::string head = WriteMessage(repository, {}, std::string(100, 'x'));
  const size_t names = std::string_view("Annann@example.comCycy@example.com").size();
  CHECK(ReadRange(repository, RangeOf("", head), {.message_bytes = 100 + names}));
  const auto facts = ReadRange(repository, RangeOf("", head), {.message_bytes = 99 + names});
  REQUIRE_FALSE(facts);
  CHECK(facts.error().kind == ErrorKind::Limit);
  CHECK(facts.error().message ==
        "the messages of the change's 1 commits are over the limit of 133 bytes");
}

// main: 1 to 8, with a branch of two commits that leaves at 6.
struct ShallowClone {
  TestRepository repository;
  std::vector<std::string> main;
  std::string branch;

  explicit ShallowClone(int depth) {
    for (int i = 0; i < 8; ++i) {
      main.push_back(WriteMessage(repository,
                                  i == 0 ? std::vector<std::string>{} : std::vector{main.back()},
                                  std::to_string(i) + "\n"));
    }
    branch = WriteMessage(repository, {WriteMessage(repository, {main[5]}, "a\n")}, "b\n");
    repository.Git("update-ref refs/heads/main " + main.back());
    repository.Git("update-ref refs/heads/side " + branch);
    repository.folder().Run("git clone -q --no-single-branch --depth " + std::to_string(depth) +
                            " \"file://$PWD/checkout\" shallow");
  }

  Result<ChangeFacts> Read(const std::string& base, const std::string& head) const {
    ChangeFacts facts;
    const Repository clone = Repository::Open(repository.folder().path() + "/shallow").value();
    const auto read = ReadCommits(clone, RangeOf(base, head), {}, BuiltinAgentMarks(), facts);
    if (!read) return std::unexpected(read.error());
    return facts;
  }
};

TEST_CASE("a range within a shallow clone") {
  const ShallowClone clone(4);
  const auto facts = clone.Read(clone.main.back(), clone.branch);
  REQUIRE(facts);
  CHECK(Shas(*facts) == GitShas(clone.repository, "main..side"));
  const auto back = clone.Read(clone.branch, clone.main.back());
  REQUIRE(back);
  CHECK(Shas(*back) == GitShas(clone.repository, "side..main"));
}

TEST_CASE("a range that a shallow clone cuts off") {
  const ShallowClone clone(2);
  const auto facts = clone.Read(clone.main.back(), clone.branch);
  REQUIRE_FALSE(facts);
  CHECK(facts.error().kind == ErrorKind::Missing);
  const std::string first = GitShas(clone.repository, "main..side")[0].substr(0, 12);
  CHECK(facts.error().message.starts_with("the parent of `" + first +
                                          "` is not in this clone: it is a shallow one; "
                                          "`git fetch --unshallow` fetches the history"));
}

TEST_CASE("a commit that is not there") {
  const TestRepository repository;
  const std::string lost(40, '1');
  const std::string head = WriteMessage(repository, {lost}, "head\n");
  const auto facts = ReadRange(repository, RangeOf("", head));
  REQUIRE_FALSE(facts);
  CHECK(facts.error().kind == ErrorKind::Missing);
  CHECK(facts.error().message.starts_with("a commit of the change is not in this clone: "));
}

}  // namespace
}  // namespace remit
