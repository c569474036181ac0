// Repositories for tests: made by git itself in a temporary folder, with nobody's settings, fixed
// names and dates. For tests only.
#pragma once

#include <git2.h>
#include <stdlib.h>
#include <sys/wait.h>

#include <cstdio>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "facts/change/change.h"
#include "facts/change/git.h"
#include "facts/change/read_change.h"

namespace remit {

// A folder that is gone at the end; inside, `home` stands in for the user's own.
class TestFolder {
 public:
  TestFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "remit-git-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = std::filesystem::canonical(name).string();
    std::filesystem::create_directory(path_ + "/home");
    StartGit();
    for (const int level :
         {GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_SYSTEM}) {
      const std::string home = path_ + (level == GIT_CONFIG_LEVEL_GLOBAL ? "/home" : "/nowhere");
      git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, level, home.c_str());
    }
  }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;
  ~TestFolder() { std::filesystem::remove_all(path_); }
  const std::string& path() const { return path_; }

  // What a shell command prints when it runs in `folder` of this one; it must succeed.
  std::string Run(const std::string& command, const std::string& folder = "") const {
    const std::string whole =
        "cd '" + path_ + "/" + folder + "' && env -i PATH=\"$PATH\" HOME='" + path_ +
        "/home' GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=Ann GIT_AUTHOR_EMAIL=ann@example.com"
        " GIT_COMMITTER_NAME=Cy GIT_COMMITTER_EMAIL=cy@example.com"
        " GIT_AUTHOR_DATE='1700000000 +0000' GIT_COMMITTER_DATE='1700000000 +0000'"
        " sh -c '" +
        command + "' 2>'" + path_ + "/stderr'";
    FILE* pipe = popen(whole.c_str(), "r");
    std::string out;
    for (int c = 0; pipe != nullptr && (c = fgetc(pipe)) != EOF;) out += static_cast<char>(c);
    const int status = pipe != nullptr ? pclose(pipe) : -1;
    if (status != 0) {
      std::ifstream said(path_ + "/stderr");
      throw std::runtime_error(
          "`" + command + "` failed: " + std::string(std::istreambuf_iterator<char>(said), {}));
    }
    return out;
  }

 private:
  std::string path_;
};

// A repository with a work tree at TestFolder's `checkout`; its branch is `main`.
class TestRepository {
 public:
  TestRepository() { folder_.Run("git -c init.defaultBranch=main init -q checkout"); }

  const TestFolder& folder() const { return folder_; }
  std::string path() const { return folder_.path() + "/checkout"; }
  std::string file(std::string_view name) const { return path() + "/" + std::string(name); }

  // `git ARGUMENTS` without the line feed at its end. No single quotes.
  std::string Git(const std::string& arguments) const {
    std::string out = folder_.Run("git -c advice.detachedHead=false " + arguments, "checkout");
    if (out.ends_with('\n')) out.pop_back();
    return out;
  }

  void Write(std::string_view name, std::string_view bytes) const {
    std::filesystem::create_directories(std::filesystem::path(file(name)).parent_path());
    std::ofstream(file(name), std::ios::binary) << bytes;
  }

  // Commits all that is in the work tree; the commit's hex id.
  std::string Commit() const {
    Git("add -A");
    Git("commit -q --allow-empty -m change");
    return Git("rev-parse HEAD");
  }

  Repository Open() const { return Repository::Open(path()).value(); }

  Range RangeOf(const std::string& base, const std::string& head) const {
    return FindRange(Open(), {.head_kind = TreeSource::Kind::Commit, .base = base, .head = head})
        .value();
  }

  // The facts of `base...head`, of what is staged, of the work tree.
  ChangeFacts Read(const std::string& base, const std::string& head = "HEAD",
                   const ChangeLimits& limits = {}) const {
    return ReadChange(Open(), RangeOf(base, head), limits, {}).value();
  }
  ChangeFacts Read(TreeSource::Kind kind) const {
    const Repository repository = Open();
    const Range range = FindRange(repository, {.head_kind = kind, .base = ""}).value();
    return ReadChange(repository, range, {}, {}).value();
  }

 private:
  TestFolder folder_;
};

// "renamed file a -> b +1 -2", binary and unread files with their word in place of the counts.
inline std::string Row(const ChangedFile& file) {
  std::string row = std::string(FileStatusName(file.status)) + " ";
  if (file.old_kind && *file.old_kind != file.kind) {
    row += std::string(FileKindName(*file.old_kind)) + "->";
  }
  row += std::string(FileKindName(file.kind)) + " ";
  if (!file.old_path.empty()) row += file.old_path + " -> ";
  row += file.path;
  if (file.unread) return row + " unread";
  if (file.binary) return row + " binary";
  return row + " +" + std::to_string(file.added) + " -" + std::to_string(file.removed);
}

inline std::vector<std::string> Rows(const ChangeFacts& facts) {
  std::vector<std::string> rows;
  for (const ChangedFile& file : facts.files) rows.push_back(Row(file));
  return rows;
}

// "a:3 its text"
inline std::vector<std::string> Rows(const std::vector<ChangedText>& texts) {
  std::vector<std::string> rows;
  for (const ChangedText& it : texts) {
    rows.push_back(it.path + ":" + std::to_string(it.line) + " " + it.text);
  }
  return rows;
}

// The rows that git's own diff of two commits gives, by path.
std::vector<std::string> GitRows(const TestRepository& repository, const std::string& base,
                                 const std::string& head);

}  // namespace remit
