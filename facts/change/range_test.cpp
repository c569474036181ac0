#include <catch2/catch.hpp>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

constexpr auto kIndex = TreeSource::Kind::Index;
constexpr auto kWorkTree = TreeSource::Kind::WorkTree;

Error ErrorOf(const Repository& repository, const RangeRequest& request) {
  const auto range = FindRange(repository, request);
  REQUIRE_FALSE(range.has_value());
  return range.error();
}

RangeRequest Between(std::string base, std::string head = "HEAD") {
  return {.head_kind = TreeSource::Kind::Commit, .base = std::move(base), .head = std::move(head)};
}

// main: 1 - 2 - 3; topic, from 1: 4 - 5.
struct Forked {
  TestRepository repository;
  std::string one = repository.Commit(), two = repository.Commit(), three = repository.Commit();
  std::string four, five;

  Forked() {
    repository.Git("checkout -q -b topic " + one);
    repository.Write("topic", "x\n");
    four = repository.Commit();
    repository.Write("topic", "y\n");
    five = repository.Commit();
  }
};

TEST_CASE("a range leads from the merge base to the head, however its ends are named") {
  const Forked forked;
  forked.repository.Git("tag -a -m tagged annotated " + forked.three);
  for (const std::string& base : {std::string("main"), std::string("annotated"),
                                  forked.three.substr(0, 12), std::string("main~0")}) {
    const Range range = forked.repository.RangeOf(base, "HEAD");
    INFO(base);
    CHECK(range.base.commit == forked.three);
    CHECK(range.merge_base == forked.one);
    CHECK(range.head.commit == forked.five);
    CHECK(range.other_bases.empty());
  }
  forked.repository.Git("checkout -q --detach HEAD~1");
  CHECK(forked.repository.RangeOf("main", "HEAD").head.commit == forked.four);
}

TEST_CASE("the base is origin/HEAD, else it must be named") {
  const Forked forked;
  const TestRepository& repository = forked.repository;
  // The upstream is no base: it may be the branch itself.
  repository.Git("branch -q --set-upstream-to main");
  const Error none = ErrorOf(repository.Open(), Between(""));
  CHECK(none.kind == ErrorKind::Missing);
  CHECK(none.message ==
        "there is no `origin/HEAD` to compare with: name the branch to merge into with `--base` "
        "(`--base origin/main`), or judge what is not committed with `--staged` or `--worktree`");
  repository.Git("update-ref refs/remotes/origin/trunk " + forked.two);
  repository.Git("symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/trunk");
  CHECK(repository.RangeOf("", "HEAD").base.commit == forked.two);
}

TEST_CASE("index and work tree are compared with HEAD, or from the merge base with a base") {
  const Forked forked;
  const Repository opened = forked.repository.Open();
  for (const auto kind : {kIndex, kWorkTree}) {
    const Range plain = FindRange(opened, {.head_kind = kind, .base = ""}).value();
    CHECK(plain.base.commit == forked.five);
    CHECK(plain.merge_base == forked.five);
    CHECK(plain.head.kind == kind);
    const Range named = FindRange(opened, {.head_kind = kind, .base = "main"}).value();
    CHECK(named.base.commit == forked.three);
    CHECK(named.merge_base == forked.one);
  }
}

TEST_CASE("before the first commit there is nothing to compare with") {
  const TestRepository repository;
  const Range range = FindRange(repository.Open(), {.head_kind = kIndex, .base = ""}).value();
  CHECK(range.base.commit.empty());
  CHECK(range.merge_base.empty());
}

TEST_CASE("of a criss-cross merge git's first merge base is taken, and the others count too") {
  const Forked forked;
  const TestRepository& repository = forked.repository;
  repository.Git("checkout -q main");
  repository.Write("main", "x\n");
  const std::string ours = repository.Commit();
  repository.Git("merge -q --no-edit topic");
  repository.Git("checkout -q topic");
  repository.Git("merge -q --no-edit " + ours);
  repository.Git("rm -q main");
  repository.Commit();
  const Range range = repository.RangeOf("main", "topic");
  const std::string first = repository.Git("merge-base main topic");
  CHECK(range.merge_base == first);
  REQUIRE(range.other_bases.size() == 1);
  CHECK(((first == ours && range.other_bases[0] == forked.five) ||
         (first == forked.five && range.other_bases[0] == ours)));
  // Whichever base git takes: what main had merged is gone from the topic, and shows.
  const ChangeFacts facts =
      ReadChange(repository.Open(), range, ChangeLimits(), BuiltinAgentMarks()).value();
  const bool shows = std::ranges::any_of(facts.files, [](const ChangedFile& file) {
    return file.path == "main" && file.status == FileStatus::Deleted;
  });
  CHECK(shows);
}

TEST_CASE("a name that a tag and a branch share is refused, unless they are one commit") {
  const Forked forked;
  const TestRepository& repository = forked.repository;
  repository.Git("tag main " + forked.two);
  const Repository opened = repository.Open();
  CHECK(ErrorOf(opened, Between("main")).message ==
        "`main` is the name of `refs/tags/main` and of `refs/heads/main`, which are two commits: "
        "name the one you mean in full");
  CHECK(ErrorOf(opened, Between("main~1")).kind == ErrorKind::BadInput);
  CHECK(repository.RangeOf("refs/heads/main", "HEAD").base.commit == forked.three);
  repository.Git("tag -f main " + forked.three);
  CHECK(repository.RangeOf("main", "HEAD").base.commit == forked.three);
}

TEST_CASE("what names no commit is said, with what to do") {
  const Forked forked;
  const TestRepository& repository = forked.repository;
  const Repository opened = repository.Open();
  CHECK(ErrorOf(opened, Between("nowhere")).message ==
        "`nowhere` names no commit of this repository: `git branch --all` and `git log` show what "
        "there is");
  CHECK(ErrorOf(opened, Between("origin/main")).message ==
        "`origin/main` names no commit of this repository: `git fetch origin` fetches the branches "
        "of `origin`");
  CHECK(ErrorOf(opened, Between("main", "nowhere")).kind == ErrorKind::Missing);
  CHECK(ErrorOf(opened, Between("main^{tree}")).kind == ErrorKind::BadInput);
  repository.Git("checkout -q --orphan alone");
  const std::string alone = repository.Commit();
  CHECK(ErrorOf(opened, Between("main", alone)).message ==
        "no merge base: `" + forked.three.substr(0, 12) + "` and `" + alone.substr(0, 12) +
            "` have no commit in common: name a base of the same history with `--base`");
}

TEST_CASE("a shallow clone judges what it holds and says how to fetch the rest") {
  const Forked forked;
  const TestRepository& repository = forked.repository;
  repository.Git("checkout -q main");
  repository.folder().Run("git clone -q --depth 2 --no-single-branch file://$PWD/checkout shallow");
  const Repository opened = Repository::Open(repository.folder().path() + "/shallow").value();
  CHECK(opened.is_shallow());
  // What is there suffices, though its parents are missing.
  const Range range = FindRange(opened, Between("HEAD~1")).value();
  CHECK(range.merge_base == forked.two);
  CHECK(FindRange(opened, Between("HEAD", "HEAD")).value().merge_base == forked.three);
  const std::string hint =
      "`git fetch --unshallow` fetches its history (GitHub Actions: `fetch-depth: 0` for "
      "actions/checkout; GitLab: `GIT_DEPTH: 0`)";
  CHECK(ErrorOf(opened, Between("HEAD~2")).message ==
        "`HEAD~2` names no commit of this repository: this is a shallow clone; " + hint);
  CHECK(ErrorOf(opened, Between("nowhere")).message ==
        "`nowhere` names no commit of this repository: this is a shallow clone; " + hint);
  CHECK(ErrorOf(opened, Between("HEAD", "origin/topic")).message ==
        "no merge base: `" + forked.three.substr(0, 12) + "` and `" + forked.five.substr(0, 12) +
            "` have no commit in common: this is a shallow clone; " + hint);
}

}  // namespace
}  // namespace remit
