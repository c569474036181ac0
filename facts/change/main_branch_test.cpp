#include "facts/change/main_branch.h"

#include <catch2/catch.hpp>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

struct Case {
  const char* made;  // by these commands
  const char* branch;
};

TEST_CASE("the branch that others are merged into") {
  const Case c = GENERATE(values<Case>({
      {"git init -q -b trunk .", "trunk"},
      {"git init -q -b trunk . && git commit -q --allow-empty -m a", "trunk"},
      {"git init -q -b main . && git commit -q --allow-empty -m a && git switch -q -c gate",
       "main"},
      {"git init -q -b master . && git commit -q --allow-empty -m a && git switch -q -c a/b",
       "master"},
      {"git init -q -b trunk . && git commit -q --allow-empty -m a && git switch -q --detach", ""},
      {"git init -q -b trunk far && git -C far commit -q --allow-empty -m a && git clone -q far "
       "near"
       " && mv near/.git . && git branch main && git switch -q -c gate",
       "trunk"},
      {"git init -q -b far . && git commit -q --allow-empty -m a"
       " && git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/away",
       "far"},
  }));
  CAPTURE(c.made);
  const TestFolder folder;
  folder.Run(c.made);
  const Result<Repository> repository = Repository::Open(folder.path());
  REQUIRE(repository.has_value());
  CHECK(MainBranch(*repository) == c.branch);
}

}  // namespace
}  // namespace remit
