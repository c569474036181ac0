// Past a limit, and with objects missing: nothing is truncated in silence.
#include <catch2/catch.hpp>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

using Texts = std::vector<std::string>;

TEST_CASE("past its limit all text is left out, the counts stay") {
  const TestRepository repository;
  repository.Write("a", "12345\n");
  const std::string base = repository.Commit();
  repository.Write("a", "67890\n");
  repository.Write("b", "1234\n");
  repository.Commit();
  const ChangeFacts whole = repository.Read(base, "HEAD", {.text_bytes = 17});
  CHECK(whole.text_left_out.empty());
  CHECK(whole.added_text.size() == 2);
  CHECK(whole.removed_text.size() == 1);
  const ChangeFacts over = repository.Read(base, "HEAD", {.text_bytes = 16});
  CHECK(over.text_left_out == "the added and removed text of the change is more than 16 bytes");
  CHECK(over.added_text.empty());
  CHECK(over.removed_text.empty());
  CHECK(Rows(over) == Texts{"modified file a +1 -1", "added file b +1 -0"});
}

TEST_CASE("a file with a side over the limit is not read, wherever it lies") {
  const TestRepository repository;
  const std::string large(1000, 'x');
  repository.Write("changed", large);
  repository.Write("deleted", large + "1");
  repository.Write("moved", large + "2");
  repository.Write("small", "x\n");
  const std::string base = repository.Commit();
  repository.Write("changed", "x\n");
  repository.Write("added", large + "3");
  repository.Git("rm -q deleted");
  repository.Git("mv moved moved_to");
  repository.Write("small", "y\n");
  const Texts expected = {"added file added unread", "modified file changed unread",
                          "deleted file deleted unread", "renamed file moved -> moved_to unread",
                          "modified file small +1 -1"};
  const ChangeLimits limits = {.text_bytes = 100};
  const Repository opened = repository.Open();
  const Range disk =
      FindRange(opened, {.head_kind = TreeSource::Kind::WorkTree, .base = ""}).value();
  CHECK(Rows(ReadChange(opened, disk, limits, {}).value()) == expected);
  repository.Commit();
  const ChangeFacts facts = repository.Read(base, "HEAD", limits);
  CHECK(Rows(facts) == expected);
  CHECK(facts.text_left_out == "`added` is larger than 100 bytes and was not read");
  CHECK(facts.added_text.empty());
}

TEST_CASE("too many files are an error") {
  const TestRepository repository;
  const std::string base = repository.Commit();
  for (const char* name : {"a", "b", "c"}) repository.Write(name, "x\n");
  repository.Commit();
  CHECK(repository.Read(base, "HEAD", {.files = 3}).files.size() == 3);
  const auto facts =
      ReadChange(repository.Open(), repository.RangeOf(base, "HEAD"), {.files = 2}, {});
  REQUIRE_FALSE(facts.has_value());
  CHECK(facts.error().kind == ErrorKind::Limit);
  CHECK(facts.error().message == "the change has 3 files, more than 2");
}

TEST_CASE("a partial clone says which content is missing, and the command it gives fetches it") {
  const TestRepository repository;
  repository.Write(".gitattributes", "*.bin -diff\n");
  for (const std::string name : {"a", "b", "c.bin", "d", "script"}) {
    repository.Write(name, "one of " + name + "\n");
  }
  const std::string base = repository.Commit();
  for (const std::string name : {"a", "b", "c.bin"}) repository.Write(name, name + "\n");
  std::filesystem::create_directory(repository.file("to"));
  repository.Git("mv d to/d");
  std::filesystem::permissions(repository.file("script"), std::filesystem::perms(0755));
  const std::string head = repository.Commit();
  repository.Git("config uploadpack.allowFilter true");
  repository.Git("config uploadpack.allowAnySHA1InWant true");
  for (const std::string filter : {"blob:none", "tree:0"}) {
    INFO(filter);
    const TestFolder& folder = repository.folder();
    folder.Run("rm -rf partial && git clone -q --no-checkout --no-local --filter=" + filter +
               " file://$PWD/checkout partial");
    const auto read = [&] {
      const Repository opened = Repository::Open(folder.path() + "/partial").value();
      const Range range = FindRange(opened, {.head_kind = {}, .base = base}).value();
      return ReadChange(opened, range, {}, {});
    };
    const auto missing = read();
    REQUIRE_FALSE(missing.has_value());
    CHECK(missing.error().kind == ErrorKind::Missing);
    const std::string command = "git diff --numstat --no-renames " + base.substr(0, 12) + " " +
                                head.substr(0, 12) + " > /dev/null";
    if (filter == "blob:none") {
      CHECK(missing.error().message ==
            "the content of `a` is not in this clone: it is a partial one; have git fetch what is "
            "missing with `" +
                command + "`");
    } else {
      CHECK(missing.error().message ==
            "the tree of commit `" + base.substr(0, 12) +
                "` is not in this clone: it is a partial one; have git fetch what is missing with "
                "`" +
                command + "`");
    }
    folder.Run(command, "partial");
    CHECK(Rows(read().value()) ==
          Texts{"modified file a +1 -1", "modified file b +1 -1", "modified file c.bin +1 -1",
                "modified file->executable script +0 -0", "renamed file d -> to/d +0 -0"});
  }
}

TEST_CASE("an object that is lost is named, not taken for empty") {
  const TestRepository repository;
  repository.Write("a", "one\n");
  const std::string base = repository.Commit();
  repository.Write("a", "two\n");
  const std::string head = repository.Commit();
  const std::string blob = repository.Git("rev-parse HEAD:a");
  const auto lose = [&](const std::string& id) {
    std::filesystem::remove(
        repository.file(".git/objects/" + id.substr(0, 2) + "/" + id.substr(2)));
  };
  const std::string hint =
      " is not in this clone: `git fsck` says what else is missing, a fresh clone has it";
  lose(blob);
  const Range range = repository.RangeOf(base, head);
  const Repository opened = repository.Open();
  CHECK(ReadChange(opened, range, {}, {}).error().message == "the content of `a`" + hint);
  CHECK(ReadBlob(opened, blob, 10).error().message == "object `" + blob + "`" + hint);
  CHECK(ReadFile(opened, range.head, "a", 10).error().message ==
        "`a`: object `" + blob + "`" + hint);
  lose(repository.Git("rev-parse HEAD^{tree}"));
  CHECK(ReadChange(repository.Open(), range, {}, {}).error().message ==
        "the tree of commit `" + head.substr(0, 12) + "`" + hint);
  CHECK(ListFiles(repository.Open(), range.head).error().kind == ErrorKind::Missing);
  lose(head);
  CHECK(ReadChange(repository.Open(), range, {}, {}).error().message ==
        "commit `" + head.substr(0, 12) + "`" + hint);
}

}  // namespace
}  // namespace remit
