#include "facts/change/repository.h"

#include <catch2/catch.hpp>
#include <cstdlib>

#include "facts/change/open_error.h"
#include "facts/change/test_repository.h"

namespace remit {
namespace {

Error ErrorOf(const std::string& folder) {
  const auto repository = Repository::Open(folder);
  REQUIRE_FALSE(repository.has_value());
  return repository.error();
}

// As a hook sees it: this process in a folder, with variables set.
class InFolder {
 public:
  InFolder(const std::string& folder, std::vector<std::pair<std::string, std::string>> variables)
      : before_(std::filesystem::current_path()), variables_(std::move(variables)) {
    std::filesystem::current_path(folder);
    for (const auto& [name, value] : variables_) setenv(name.c_str(), value.c_str(), 1);
  }
  InFolder(const InFolder&) = delete;
  InFolder& operator=(const InFolder&) = delete;
  ~InFolder() {
    for (const auto& [name, value] : variables_) unsetenv(name.c_str());
    std::filesystem::current_path(before_);
  }

 private:
  std::filesystem::path before_;
  std::vector<std::pair<std::string, std::string>> variables_;
};

TEST_CASE("a repository is found from inside it") {
  const TestRepository repository;
  repository.Write("deep/er/file", "x\n");
  CHECK(Repository::Open(repository.file("deep/er")).value().work_tree() ==
        repository.path() + "/");
  CHECK_FALSE(Repository::Open(repository.path()).value().is_shallow());
}

TEST_CASE("where there is none the error says where it was looked for") {
  const TestFolder folder;
  const Error error = ErrorOf(folder.path());
  CHECK(error.kind == ErrorKind::Missing);
  CHECK(error.message ==
        "no git repository at `" + folder.path() + "` nor in a folder above it: run it inside one");
}

TEST_CASE("what CI checkouts set is known, other extensions are named") {
  const TestRepository repository;
  repository.Write("a", "x\n");
  const std::string base = repository.Commit();
  repository.Write("a", "y\n");
  repository.Commit();
  repository.Git("config core.repositoryformatversion 1");
  repository.Git("config extensions.partialClone origin");
  repository.Git("config extensions.worktreeConfig true");
  repository.Git("config --worktree core.sparseCheckout false");
  CHECK(Rows(repository.Read(base)) == std::vector<std::string>{"modified file a +1 -1"});
  repository.Git("config extensions.refStorage reftable");
  const Error error = ErrorOf(repository.path());
  CHECK(error.kind == ErrorKind::BadInput);
  CHECK(error.message == "the repository around `" + repository.path() +
                             "` uses the extension `extensions.refstorage`, which remit cannot "
                             "read: judge a clone without it");
}

TEST_CASE("SHA-256 object names are refused by name") {
  const TestFolder folder;
  folder.Run("git init -q --object-format=sha256 new");
  const Error error = ErrorOf(folder.path() + "/new");
  CHECK(error.kind == ErrorKind::BadInput);
  CHECK(error.message.starts_with("the repository around `" + folder.path() +
                                  "/new` has SHA-256 object names, which remit cannot read: "));
}

TEST_CASE("a repository of another user says how to trust it") {
  const Error error =
      OpenError(GIT_EOWNER, "/srv", "repository path '/srv/app/' is not owned by current user");
  CHECK(error.kind == ErrorKind::BadInput);
  CHECK(error.message ==
        "the repository at `/srv/app` belongs to another user: if you trust it, `git config "
        "--global --add safe.directory '/srv/app'`");
  if (geteuid() != 0) return;  // only root can give a folder away
  const TestRepository repository;
  repository.folder().Run("chown -R 12345:12345 checkout");
  const std::string expected = "the repository at `" + repository.path() +
                               "` belongs to another user: if you trust it, `git config --global "
                               "--add safe.directory '" +
                               repository.path() + "'`";
  CHECK(ErrorOf(repository.path()).message == expected);
  repository.folder().Run("git config --global user.name Ann");
  CHECK(ErrorOf(repository.path()).message == expected);
  repository.folder().Run("git config --global --add safe.directory " + repository.path());
  CHECK(Repository::Open(repository.path()).has_value());
  repository.folder().Run("git config --global --unset safe.directory");
  CHECK(ErrorOf(repository.path()).message == expected);
  repository.folder().Run("git config --global --add safe.directory \"*\"");
  CHECK(Repository::Open(repository.path()).has_value());
}

TEST_CASE("a bare repository has commits and neither index nor work tree") {
  const TestRepository repository;
  const std::string base = repository.Commit();
  repository.Write("a", "x\n");
  repository.Commit();
  repository.folder().Run("git clone -q --bare checkout bare");
  const Repository bare = Repository::Open(repository.folder().path() + "/bare").value();
  CHECK(bare.work_tree().empty());
  const Range range = FindRange(bare, {.head_kind = {}, .base = base}).value();
  CHECK(Rows(ReadChange(bare, range, {}, {}).value()) ==
        std::vector<std::string>{"added file a +1 -0"});
  for (const auto kind : {TreeSource::Kind::Index, TreeSource::Kind::WorkTree}) {
    CHECK(FindRange(bare, {.head_kind = kind, .base = ""}).error().message ==
          "a bare repository has neither index nor work tree: name commits with `--base` and "
          "`--head`");
  }
}

TEST_CASE("a linked work tree has its own index and head") {
  const TestRepository repository;
  repository.Write("a", "x\n");
  repository.Commit();
  repository.Git("config core.repositoryformatversion 1");
  repository.Git("config extensions.worktreeConfig true");
  repository.Git("worktree add -q ../linked -b topic");
  repository.folder().Run("echo y > a && git add a && echo z > b", "linked");
  const Repository linked = Repository::Open(repository.folder().path() + "/linked").value();
  CHECK(linked.work_tree() == repository.folder().path() + "/linked/");
  for (const auto& [kind, count] :
       {std::pair(TreeSource::Kind::Index, 1u), std::pair(TreeSource::Kind::WorkTree, 2u)}) {
    const Range range = FindRange(linked, {.head_kind = kind, .base = ""}).value();
    CHECK(ReadChange(linked, range, {}, {}).value().files.size() == count);
  }
  CHECK(repository.Read(TreeSource::Kind::Index).files.empty());
}

TEST_CASE("in the current folder a hook's environment counts") {
  const TestRepository repository;
  repository.Write("a", "x\n");
  repository.Commit();
  repository.Write("a", "y\n");
  repository.folder().Run("cp .git/index other && GIT_INDEX_FILE=other git add a", "checkout");
  const auto staged = [&](std::vector<std::pair<std::string, std::string>> variables,
                          const std::string& folder) {
    const InFolder hook(folder, std::move(variables));
    const Repository opened = Repository::Open(".").value();
    const Range range =
        FindRange(opened, {.head_kind = TreeSource::Kind::Index, .base = ""}).value();
    return Rows(ReadChange(opened, range, {}, {}).value());
  };
  const std::vector<std::string> changed = {"modified file a +1 -1"};
  CHECK(staged({}, repository.path()).empty());
  CHECK(staged({{"GIT_INDEX_FILE", "other"}}, repository.path()) == changed);
  CHECK(staged({{"GIT_INDEX_FILE", repository.file("other")},
                {"GIT_DIR", repository.file(".git")},
                {"GIT_WORK_TREE", repository.path()}},
               repository.folder().path()) == changed);
  const InFolder hook(repository.path(), {{"GIT_INDEX_FILE", "other"}});
  CHECK(repository.Read(TreeSource::Kind::Index).files.empty());  // a folder that was named
}

TEST_CASE("objects in quarantine are found by the environment of a receiving hook") {
  const TestRepository repository;
  const std::string base = repository.Commit();
  repository.Write("a", "x\n");
  repository.folder().Run("mkdir incoming");
  const std::string head = repository.folder().Run(
      "export GIT_OBJECT_DIRECTORY=$PWD/../incoming "
      "GIT_ALTERNATE_OBJECT_DIRECTORIES=$PWD/.git/objects && git add a && "
      "git commit-tree -m x -p " +
          base + " $(git write-tree) | tr -d \"\\n\"",
      "checkout");
  CHECK_FALSE(FindRange(repository.Open(), {.head_kind = {}, .base = base, .head = head}));
  const InFolder hook(repository.path(),
                      {{"GIT_OBJECT_DIRECTORY", repository.folder().path() + "/incoming"},
                       {"GIT_ALTERNATE_OBJECT_DIRECTORIES", repository.file(".git/objects")}});
  const Repository opened = Repository::Open(".").value();
  const Range range = FindRange(opened, {.head_kind = {}, .base = base, .head = head}).value();
  CHECK(Rows(ReadChange(opened, range, {}, {}).value()) ==
        std::vector<std::string>{"added file a +1 -0"});
}

}  // namespace
}  // namespace remit
