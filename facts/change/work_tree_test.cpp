// What is staged and what is in the work tree, against HEAD.
#include "facts/change/work_tree.h"

#include <catch2/catch.hpp>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

using Texts = std::vector<std::string>;
constexpr auto kIndex = TreeSource::Kind::Index;
constexpr auto kWorkTree = TreeSource::Kind::WorkTree;

TEST_CASE("the index and the work tree are two different heads") {
  const TestRepository repository;
  repository.Write("both", "one\n");
  repository.Write("disk", "one\n");
  repository.Write("gone", "one\n");
  repository.Write("undone", "one\n");
  repository.Write(".gitignore", "ignored\n");
  const std::string base = repository.Commit();
  repository.Write("both", "staged\n");
  repository.Write("undone", "staged\n");
  repository.Write("new", "staged\n");
  repository.Git("add both undone new");
  repository.Write("both", "disk\n");
  repository.Write("disk", "disk\n");
  repository.Write("undone", "one\n");
  repository.Write("ignored", "x\n");
  repository.Write("deep/er/untracked", "x\n");
  std::filesystem::remove(repository.file("gone"));

  const ChangeFacts staged = repository.Read(kIndex);
  CHECK(staged.head == "index");
  CHECK(staged.base == base);
  CHECK(Rows(staged) ==
        Texts{"modified file both +1 -1", "added file new +1 -0", "modified file undone +1 -1"});
  CHECK(Rows(staged.added_text) == Texts{"both:1 staged\n", "new:1 staged\n", "undone:1 staged\n"});

  const ChangeFacts disk = repository.Read(kWorkTree);
  CHECK(disk.head == "worktree");
  CHECK(Rows(disk) == Texts{"modified file both +1 -1", "added file deep/er/untracked +1 -0",
                            "modified file disk +1 -1", "deleted file gone +0 -1",
                            "added file new +1 -0"});
  CHECK(Rows(disk.added_text) ==
        Texts{"both:1 disk\n", "deep/er/untracked:1 x\n", "disk:1 disk\n", "new:1 staged\n"});
  CHECK(disk.added_text[0].blob == repository.Git("hash-object both"));
  // Nothing was written.
  CHECK_THROWS(repository.Git("cat-file -e " + disk.added_text[0].blob));
}

TEST_CASE("before the first commit everything is added") {
  const TestRepository repository;
  repository.Write("a", "x\n");
  repository.Git("add a");
  repository.Write("b", "y\n");
  const ChangeFacts staged = repository.Read(kIndex);
  CHECK(staged.base.empty());
  CHECK(Rows(staged) == Texts{"added file a +1 -0"});
  CHECK(Rows(repository.Read(kWorkTree)) == Texts{"added file a +1 -0", "added file b +1 -0"});
}

TEST_CASE("no flag of the index hides a file of the work tree") {
  const TestRepository repository;
  for (const char* name : {"assumed", "skipped", "sparse"}) repository.Write(name, "one\n");
  repository.Commit();
  repository.Git("update-index --assume-unchanged assumed");
  repository.Git("update-index --skip-worktree skipped sparse");
  repository.Write("assumed", "two\n");
  repository.Write("skipped", "two\n");
  std::filesystem::remove(repository.file("sparse"));  // as a sparse checkout leaves it out
  CHECK(Rows(repository.Read(kWorkTree)) ==
        Texts{"modified file assumed +1 -1", "modified file skipped +1 -1"});
}

TEST_CASE("a path that is only intended is absent from the index, and on disk what it is") {
  const TestRepository repository;
  repository.Commit();
  repository.Write("intended", "x\n");
  repository.Git("add -N intended");
  CHECK(Rows(repository.Read(kIndex)).empty());
  CHECK(Rows(repository.Read(kWorkTree)) == Texts{"added file intended +1 -0"});
}

TEST_CASE("the work tree's bytes are those that git add would store") {
  const TestRepository repository;
  repository.Write(".gitattributes", "*.txt text\n*.id ident\n*.lfs filter=lfs\n");
  repository.Write("a.txt", "one\n");
  repository.Write("a.id", "$Id$\n");
  repository.Commit();
  repository.Git("config filter.lfs.clean false");
  repository.Git("config filter.lfs.required true");
  repository.Write("a.txt", "one\r\ntwo\r\n");
  repository.Write("a.id", "$Id: 0123 $\nnew\n");
  repository.Write("big.lfs", "bytes\n");
  const ChangeFacts facts = repository.Read(kWorkTree);
  CHECK(Rows(facts.added_text) == Texts{"a.id:2 new\n", "a.txt:2 two\n", "big.lfs:1 bytes\n"});
  CHECK(facts.added_text[1].blob == repository.Git("hash-object a.txt"));
}

TEST_CASE("renames, links, modes and folders of the work tree") {
  const TestRepository repository;
  const std::string text = "some lines\nthat make\nthis file\nworth finding\n";
  repository.Write("old", text);
  repository.Write("plain", "x\n");
  repository.Write("becomes_link", "x\n");
  repository.Write("becomes_folder", "x\n");
  std::filesystem::create_symlink("target", repository.file("link"));
  repository.Commit();
  std::filesystem::rename(repository.file("old"), repository.file("new"));
  repository.Write("new", text + "more\n");
  std::filesystem::permissions(repository.file("plain"), std::filesystem::perms(0755));
  for (const char* name : {"becomes_link", "becomes_folder", "link"}) {
    std::filesystem::remove(repository.file(name));
  }
  std::filesystem::create_symlink("/etc/passwd", repository.file("becomes_link"));
  std::filesystem::create_symlink("elsewhere", repository.file("link"));
  repository.Write("becomes_folder/inside", "y\n");
  const ChangeFacts facts = repository.Read(kWorkTree);
  CHECK(Rows(facts) ==
        Texts{"deleted file becomes_folder +0 -1", "added file becomes_folder/inside +1 -0",
              "type_changed file->symlink becomes_link +1 -1", "modified symlink link +1 -1",
              "renamed file old -> new +1 -0", "modified file->executable plain +0 -0"});
}

TEST_CASE("links are not followed, and what git does not keep is absent") {
  const TestRepository repository;
  repository.Write("folder/a", "x\n");
  repository.Write("other/a", "y\n");
  repository.Write("pipe", "x\n");
  repository.Commit();
  std::filesystem::remove_all(repository.file("folder"));
  std::filesystem::create_directory_symlink("other", repository.file("folder"));
  std::filesystem::remove(repository.file("pipe"));
  repository.folder().Run("mkfifo pipe new_pipe", "checkout");
  const ChangeFacts facts = repository.Read(kWorkTree);
  CHECK(Rows(facts) == Texts{"added symlink folder +1 -0", "deleted file folder/a +0 -1",
                             "deleted file pipe +0 -1"});
  CHECK(Rows(facts.added_text) == Texts{"folder:1 other"});
}

TEST_CASE("a repository inside is a submodule; its work tree is not entered") {
  const TestRepository repository;
  repository.Commit();
  repository.folder().Run("git init -q inside && cd inside && git commit -q --allow-empty -m x",
                          "checkout");
  repository.Write("inside/file", "x\n");
  CHECK(Rows(repository.Read(kWorkTree)) == Texts{"added submodule inside +1 -0"});
  repository.Git("add inside");
  CHECK(Rows(repository.Read(kIndex)) == Texts{"added submodule inside +1 -0"});
  repository.Git("commit -q -m inside");
  CHECK(Rows(repository.Read(kWorkTree)).empty());
  repository.folder().Run("git commit -q --allow-empty -m y", "checkout/inside");
  CHECK(Rows(repository.Read(kWorkTree)) == Texts{"modified submodule inside +1 -1"});
}

TEST_CASE("an index with conflicts is no change yet") {
  const TestRepository repository;
  repository.Write("a", "base\n");
  repository.Commit();
  repository.Git("checkout -q -b other");
  repository.Write("a", "theirs\n");
  repository.Commit();
  repository.Git("checkout -q main");
  repository.Write("a", "ours\n");
  repository.Commit();
  CHECK_THROWS(repository.Git("merge -q other"));
  const Repository opened = repository.Open();
  for (const auto kind : {kIndex, kWorkTree}) {
    const Range range = FindRange(opened, {.head_kind = kind, .base = ""}).value();
    const auto facts = ReadChange(opened, range, {}, {});
    REQUIRE_FALSE(facts.has_value());
    CHECK(facts.error().kind == ErrorKind::BadInput);
    CHECK(facts.error().message ==
          "the index has conflicts: resolve them and `git add` the files first");
  }
}

TEST_CASE("forms of the index that cannot be read say how to make it whole") {
  const TestRepository repository;
  repository.Write("in/a", "x\n");
  repository.Write("out/b", "x\n");
  repository.Commit();
  const auto message = [&] {
    const Repository opened = repository.Open();
    const Range range = FindRange(opened, {.head_kind = kIndex, .base = ""}).value();
    const auto facts = ReadChange(opened, range, {}, {});
    return facts ? std::string() : facts.error().message;
  };
  repository.Git("update-index --split-index");
  CHECK(message() ==
        "the index is split, which remit cannot read: `git update-index --no-split-index` makes it "
        "whole");
  repository.Git("update-index --no-split-index");
  CHECK(message().empty());
  repository.Git("sparse-checkout set --cone --sparse-index in");
  CHECK(message() ==
        "the index is a sparse one, which remit cannot read: `git sparse-checkout reapply "
        "--no-sparse-index` makes it whole");
  repository.Git("sparse-checkout reapply --no-sparse-index");
  CHECK(message().empty());
  CHECK(Rows(repository.Read(kWorkTree)).empty());
  repository.Git("update-index --index-version 4");
  CHECK(message().empty());
}

TEST_CASE("files are listed and read from commit, index and work tree") {
  const TestRepository repository;
  repository.Write("policies/a.remit", "committed\n");
  std::filesystem::create_symlink("policies/a.remit", repository.file("link"));
  std::filesystem::create_symlink("policies", repository.file("folder"));
  const std::string commit = repository.Commit();
  repository.Write("policies/a.remit", "staged\n");
  repository.Write("policies/b.remit", "staged\n");
  repository.Git("add policies");
  repository.Write("policies/a.remit", "on disk\n");
  const Repository opened = repository.Open();
  const TreeSource at_commit{TreeSource::Kind::Commit, commit};
  const TreeSource index{kIndex, ""};
  const TreeSource disk{kWorkTree, ""};
  const Texts two = {"folder", "link", "policies/a.remit"};
  const Texts three = {"folder", "link", "policies/a.remit", "policies/b.remit"};
  CHECK(ListFiles(opened, at_commit).value() == two);
  CHECK(ListFiles(opened, index).value() == three);
  CHECK(ListFiles(opened, disk).value() == three);
  CHECK(ListFiles(opened, TreeSource{}).value().empty());
  CHECK(ReadFile(opened, at_commit, "policies/a.remit", 100).value() == "committed\n");
  CHECK(ReadFile(opened, index, "policies/a.remit", 100).value() == "staged\n");
  CHECK(ReadFile(opened, disk, "policies/a.remit", 100).value() == "on disk\n");
  for (const TreeSource& source : {at_commit, index, disk}) {
    for (const char* path :
         {"link", "folder", "folder/a.remit", "policies", "nothing", "",
          "../checkout/policies/a.remit", "policies/../policies/a.remit", "/etc/passwd"}) {
      INFO(SourceName(source) << " " << path);
      CHECK(ReadFile(opened, source, path, 100).error().kind == ErrorKind::Missing);
    }
    CHECK(ReadFile(opened, source, "policies/a.remit", 3).error().kind == ErrorKind::Limit);
  }
}

}  // namespace
}  // namespace remit
