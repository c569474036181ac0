#include "facts/change/deltas.h"

#include <git2.h>

#include <map>

#include "engine/base/escape.h"
#include "facts/change/fetch_command.h"
#include "facts/change/git.h"
#include "facts/change/work_tree.h"

namespace remit {
namespace {

using Deltas = std::map<std::string, Delta>;  // by path

FileKind KindOf(uint32_t mode) {
  if (mode == GIT_FILEMODE_LINK) return FileKind::Symlink;
  if (mode == GIT_FILEMODE_COMMIT) return FileKind::Submodule;
  return (mode & 0100) != 0 ? FileKind::Executable : FileKind::File;
}

FileSide Side(const git_diff_file& file) {
  FileSide side{file.path, KindOf(file.mode), HexId(file.id), false};
  // An embedded repository that is not tracked yet comes as a folder.
  if (side.path.ends_with('/')) {
    side.path.pop_back();
    side.kind = FileKind::Submodule;
  }
  return side;
}

bool Exists(const git_diff_file& file) { return file.mode != GIT_FILEMODE_UNREADABLE; }

// Neither settings nor .gitattributes nor .gitmodules have a say in what differs.
git_diff_options Options() {
  git_diff_options options;
  git_diff_options_init(&options, GIT_DIFF_OPTIONS_VERSION);
  options.flags = GIT_DIFF_INCLUDE_TYPECHANGE | GIT_DIFF_SKIP_BINARY_CHECK;
  options.ignore_submodules = GIT_SUBMODULE_IGNORE_NONE;
  return options;
}

std::unexpected<Error> DiffError(const Repository& repository, const Range& range, int code) {
  if (code == GIT_ENOTFOUND) {
    return std::unexpected(
        MissingObject(repository.get(), "a folder of the change", FetchCommand(range)));
  }
  return std::unexpected(GitError(code, "comparing the two sides of the change"));
}

void Take(const git_diff* diff, Deltas& deltas) {
  for (size_t i = 0; i < git_diff_num_deltas(diff); ++i) {
    const git_diff_delta& it = *git_diff_get_delta(diff, i);
    Delta delta;
    if (Exists(it.old_file)) delta.before = Side(it.old_file);
    if (Exists(it.new_file)) delta.after = Side(it.new_file);
    if (delta.before == delta.after) continue;
    std::string path = delta.path();
    deltas.insert_or_assign(std::move(path), std::move(delta));
  }
}

// Flags by which an index says "do not look at this file" are taken out of our copy of it, unless
// the file is one that a sparse checkout leaves out. Names are told apart by case always.
Result<Git<git_index>> PrepareIndex(const Repository& repository, bool to_look_at_files) {
  auto opened = OpenIndex(repository.get());
  if (!opened) return opened;
  Git<git_index> index = *std::move(opened);
  if (git_index_has_conflicts(index.get()) != 0) {
    return Fail(ErrorKind::BadInput,
                "the index has conflicts: resolve them and `git add` the files first");
  }
  git_index_set_caps(index.get(), git_index_caps(index.get()) & ~GIT_INDEX_CAPABILITY_IGNORE_CASE);
  if (!to_look_at_files) return index;
  for (size_t i = 0; i < git_index_entrycount(index.get()); ++i) {
    auto& entry = const_cast<git_index_entry&>(*git_index_get_byindex(index.get(), i));
    entry.flags &= static_cast<uint16_t>(~GIT_INDEX_ENTRY_VALID);
    const bool skipped = (entry.flags_extended & GIT_INDEX_ENTRY_SKIP_WORKTREE) != 0;
    if (skipped && FindInWorkTree(repository, entry.path)) {
      entry.flags_extended &= static_cast<uint16_t>(~GIT_INDEX_ENTRY_SKIP_WORKTREE);
    }
  }
  return index;
}

// Of the flags SKIP_WORKTREE (left out by a sparse checkout) and INTENT_TO_ADD (a path without
// content yet: git takes it for absent).
bool HasFlag(git_index* index, const std::string& path, uint16_t flag) {
  const git_index_entry* entry = git_index_get_bypath(index, path.c_str(), 0);
  return entry != nullptr && (entry->flags_extended & flag) != 0;
}

// What stands on disk at the path of a side, as that side; nullopt: nothing that git keeps.
Result<std::optional<FileSide>> OnDisk(const Repository& repository, FileSide side, size_t limit) {
  const auto entry = FindInWorkTree(repository, side.path);
  if (!entry) return std::nullopt;
  if (entry->mode == GIT_FILEMODE_TREE) {
    if (side.kind != FileKind::Submodule) return std::nullopt;
    return side;
  }
  side.in_work_tree = true;
  // `core.fileMode = false`: the disk does not know who is executable, the index does.
  if (side.kind == FileKind::Submodule || entry->mode == GIT_FILEMODE_LINK ||
      side.kind == FileKind::Symlink) {
    side.kind = KindOf(entry->mode);
  }
  const std::string full = repository.work_tree() + side.path;
  if (entry->bytes > limit) {
    git_oid id = {};
    const int code = git_odb_hashfile(&id, full.c_str(), GIT_OBJECT_BLOB);
    if (code < 0) return std::unexpected(GitError(code, "`" + EscapeText(side.path, 300) + "`"));
    side.id = HexId(id);
    return side;
  }
  const auto bytes = ReadInWorkTree(repository, side.path, limit);
  if (!bytes) return std::unexpected(bytes.error());
  side.id = BlobId(*bytes);
  return side;
}

// The commit that an embedded repository stands at; the id as it was where that cannot be read.
void ReadSubmoduleHead(const Repository& repository, FileSide& side) {
  git_repository* opened = nullptr;
  const std::string folder = repository.work_tree() + side.path;
  git_oid head;
  if (git_repository_open_ext(&opened, folder.c_str(), GIT_REPOSITORY_OPEN_NO_SEARCH, nullptr) ==
          0 &&
      git_reference_name_to_id(&head, opened, "HEAD") == 0) {
    side.id = HexId(head);
  }
  git_repository_free(opened);
  git_error_clear();
}

// Puts the differences between index and disk on top of those between base and index.
Result<void> AddWorkTree(const Repository& repository, git_index* index, size_t limit,
                         Deltas& deltas) {
  git_diff_options options = Options();
  options.flags |= GIT_DIFF_INCLUDE_UNTRACKED | GIT_DIFF_RECURSE_UNTRACKED_DIRS;
  git_diff* made = nullptr;
  const int code = git_diff_index_to_workdir(&made, repository.get(), index, &options);
  const Git<git_diff> diff(made);
  if (code < 0) return std::unexpected(GitError(code, "comparing the work tree"));
  for (size_t i = 0; i < git_diff_num_deltas(diff.get()); ++i) {
    const git_diff_delta& it = *git_diff_get_delta(diff.get(), i);
    std::optional<FileSide> before, after;
    const bool untracked = it.status == GIT_DELTA_UNTRACKED;
    const bool intended = HasFlag(index, it.old_file.path, GIT_INDEX_ENTRY_INTENT_TO_ADD);
    if (!untracked && !intended && Exists(it.old_file)) before = Side(it.old_file);
    if (it.status != GIT_DELTA_DELETED) {
      after = Side(Exists(it.new_file) ? it.new_file : it.old_file);
      if (after->kind == FileKind::Submodule) ReadSubmoduleHead(repository, *after);
      auto on_disk = OnDisk(repository, *std::move(after), limit);
      if (!on_disk) return std::unexpected(on_disk.error());
      after = *std::move(on_disk);
    } else if (HasFlag(index, it.old_file.path, GIT_INDEX_ENTRY_SKIP_WORKTREE)) {
      continue;
    }
    if (!before && !after) continue;
    const std::string path = after ? after->path : before->path;
    const auto [entry, is_new] = deltas.try_emplace(path, Delta{before, std::nullopt});
    entry->second.after = after;
  }
  return {};
}

bool SameContent(const Delta& delta) {
  if (!delta.before || !delta.after) return !delta.before && !delta.after;
  return delta.before->kind == delta.after->kind && delta.before->id == delta.after->id;
}

// FindTree, with the command that fetches all that the change lacks.
Result<Git<git_tree>> TreeOf(const Repository& repository, const Range& range,
                             const std::string& commit) {
  auto tree = FindTree(repository.get(), commit);
  if (!tree && tree.error().kind == ErrorKind::Missing && FindCommit(repository.get(), commit)) {
    const std::string what = "the tree of commit `" + commit.substr(0, 12) + "`";
    return std::unexpected(MissingObject(repository.get(), what, FetchCommand(range)));
  }
  return tree;
}

Result<void> CompareCommits(const Repository& repository, const Range& range, git_tree* base,
                            Deltas& deltas) {
  const auto head = TreeOf(repository, range, range.head.commit);
  if (!head) return std::unexpected(head.error());
  const git_diff_options options = Options();
  git_diff* made = nullptr;
  const int code = git_diff_tree_to_tree(&made, repository.get(), base, head->get(), &options);
  const Git<git_diff> diff(made);
  if (code < 0) return DiffError(repository, range, code);
  Take(diff.get(), deltas);
  return {};
}

Result<void> CompareIndex(const Repository& repository, const Range& range, git_tree* base,
                          const ChangeLimits& limits, Deltas& deltas) {
  const bool to_disk = range.head.kind == TreeSource::Kind::WorkTree;
  const auto index = PrepareIndex(repository, to_disk);
  if (!index) return std::unexpected(index.error());
  const git_diff_options options = Options();
  git_diff* made = nullptr;
  const int code = git_diff_tree_to_index(&made, repository.get(), base, index->get(), &options);
  const Git<git_diff> diff(made);
  if (code < 0) return DiffError(repository, range, code);
  Take(diff.get(), deltas);
  for (auto& [path, delta] : deltas) {
    if (HasFlag(index->get(), path, GIT_INDEX_ENTRY_INTENT_TO_ADD)) delta.after.reset();
  }
  if (!to_disk) return {};
  return AddWorkTree(repository, index->get(), limits.text_bytes, deltas);
}

}  // namespace

Result<std::vector<Delta>> FindDeltas(const Repository& repository, const Range& range,
                                      const ChangeLimits& limits) {
  std::vector<std::string> bases = {range.merge_base};
  bases.insert(bases.end(), range.other_bases.begin(), range.other_bases.end());
  Deltas by_path;
  for (const std::string& commit : bases) {
    Git<git_tree> base;
    if (!commit.empty()) {
      auto tree = TreeOf(repository, range, commit);
      if (!tree) return std::unexpected(tree.error());
      base = *std::move(tree);
    }
    Deltas from_here;
    const auto compared = range.head.kind == TreeSource::Kind::Commit
                              ? CompareCommits(repository, range, base.get(), from_here)
                              : CompareIndex(repository, range, base.get(), limits, from_here);
    if (!compared) return std::unexpected(compared.error());
    std::erase_if(from_here, [](const auto& entry) { return SameContent(entry.second); });
    by_path.merge(from_here);  // of a path in both, what was there stays
  }
  if (by_path.size() > limits.files) {
    return Fail(ErrorKind::Limit, "the change has " + std::to_string(by_path.size()) +
                                      " files, more than " + std::to_string(limits.files));
  }
  std::vector<Delta> deltas;
  deltas.reserve(by_path.size());
  for (auto& [path, delta] : by_path) deltas.push_back(std::move(delta));
  return deltas;
}

}  // namespace remit
