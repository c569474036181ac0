#include "facts/change/read_change.h"

#include <map>

#include "engine/base/escape.h"
#include "facts/change/commits.h"
#include "facts/change/deltas.h"
#include "facts/change/fetch_command.h"
#include "facts/change/file_text.h"
#include "facts/change/generated_paths.h"
#include "facts/change/git.h"
#include "facts/change/remote_name.h"
#include "facts/change/renames.h"
#include "facts/change/text.h"

namespace remit {
namespace {

uint32_t ModeOf(FileKind kind) {
  switch (kind) {
    case FileKind::File:
      return GIT_FILEMODE_BLOB;
    case FileKind::Executable:
      return GIT_FILEMODE_BLOB_EXECUTABLE;
    case FileKind::Symlink:
      return GIT_FILEMODE_LINK;
    case FileKind::Submodule:
      return GIT_FILEMODE_COMMIT;
  }
  return GIT_FILEMODE_BLOB;
}

// A missing object with the path that needs it, and the command that fetches all of the change's.
Error NotHere(const Repository& repository, const Range& range, const Delta& delta, Error error) {
  if (error.kind != ErrorKind::Missing) return error;
  return MissingObject(repository.get(), "the content of `" + EscapeText(delta.path(), 300) + "`",
                       FetchCommand(range));
}

// One side of the files that only one side has.
struct Candidates {
  std::vector<size_t> deltas;
  std::vector<RenameCandidate> files;

  void Add(size_t delta, const FileSide& side) {
    deltas.push_back(delta);
    files.push_back({side.path, side.id, ModeOf(side.kind)});
  }
};

// What FindRenames looks for at most; above it only exact matches and those of one base name.
constexpr size_t kMostPairs = 1'000'000;

// Makes one delta of each deleted and added file that are the same file renamed.
Result<void> PairRenames(const Repository& repository, const Range& range,
                         const ChangeLimits& limits, std::vector<Delta>& deltas,
                         std::vector<std::string>& notes) {
  Candidates deleted, added;
  std::map<std::string, size_t> by_id;  // a delta that has the object
  for (size_t i = 0; i < deltas.size(); ++i) {
    if (deltas[i].before && deltas[i].after) continue;
    const FileSide& side = deltas[i].before ? *deltas[i].before : *deltas[i].after;
    (deltas[i].before ? deleted : added).Add(i, side);
    // Git's own objects first: what is on disk can change.
    const auto [entry, is_new] = by_id.try_emplace(side.id, i);
    if (!is_new && !side.in_work_tree) entry->second = i;
  }
  // What is larger than the limit has no similarity, as an empty file has none.
  const BlobReader read = [&](const std::string& id) -> Result<std::string> {
    const Delta& delta = deltas[by_id.at(id)];
    auto bytes =
        ReadSide(repository, delta.before ? *delta.before : *delta.after, limits.text_bytes);
    if (!bytes && bytes.error().kind == ErrorKind::Limit) return std::string();
    if (!bytes) return std::unexpected(NotHere(repository, range, delta, bytes.error()));
    return bytes;
  };
  const auto renames = FindRenames(deleted.files, added.files, read, kMostPairs);
  if (!renames) return std::unexpected(renames.error());
  const size_t sources = deleted.files.size() - renames->size();
  const size_t targets = added.files.size() - renames->size();
  if (targets != 0 && sources > kMostPairs / targets) {
    notes.push_back("too many files were deleted and added to look for all renames, as in git: " +
                    std::to_string(sources) + " deleted and " + std::to_string(targets) +
                    " added files count as such");
  }
  for (const Rename& rename : *renames) {
    deltas[added.deltas[rename.added]].before =
        std::move(deltas[deleted.deltas[rename.deleted]].before);
    deltas[deleted.deltas[rename.deleted]].before.reset();
  }
  std::erase_if(deltas, [](const Delta& delta) { return !delta.before && !delta.after; });
  return {};
}

bool IsRegular(FileKind kind) { return kind == FileKind::File || kind == FileKind::Executable; }

FileStatus StatusOf(const Delta& delta) {
  if (!delta.before) return FileStatus::Added;
  if (!delta.after) return FileStatus::Deleted;
  if (delta.before->path != delta.after->path) return FileStatus::Renamed;
  const FileKind from = delta.before->kind;
  const FileKind to = delta.after->kind;
  if (from == to || (IsRegular(from) && IsRegular(to))) return FileStatus::Modified;
  return FileStatus::TypeChanged;
}

ChangedFile MakeFile(const Delta& delta) {
  ChangedFile file;
  file.path = DecodeName(delta.path());
  file.status = StatusOf(delta);
  if (file.status == FileStatus::Renamed) file.old_path = DecodeName(delta.before->path);
  file.kind = delta.after ? delta.after->kind : delta.before->kind;
  if (delta.before) file.old_kind = delta.before->kind;
  file.generated = IsGeneratedPath(file.path);
  return file;
}

std::string ReadRemote(const Repository& repository) {
  git_config* settings = nullptr;
  const char* url = nullptr;
  std::string name;
  if (git_repository_config_snapshot(&settings, repository.get()) == 0 &&
      git_config_get_string(&url, settings, "remote.origin.url") == 0) {
    name = RemoteName(url);
  }
  git_config_free(settings);
  git_error_clear();
  return name;
}

std::string HeadName(const TreeSource& head) {
  switch (head.kind) {
    case TreeSource::Kind::Commit:
      return head.commit;
    case TreeSource::Kind::Index:
      return "index";
    case TreeSource::Kind::WorkTree:
      return "worktree";
  }
  return "";
}

}  // namespace

Result<ChangeFacts> ReadChange(const Repository& repository, const Range& range,
                               const ChangeLimits& limits, const AgentMarks& marks) {
  auto deltas = FindDeltas(repository, range, limits);
  if (!deltas) return std::unexpected(deltas.error());
  ChangeFacts facts;
  const auto paired = PairRenames(repository, range, limits, *deltas, facts.notes);
  if (!paired) return std::unexpected(paired.error());

  facts.base = range.merge_base;
  facts.head = HeadName(range.head);
  facts.remote = ReadRemote(repository);
  TextSink texts;
  texts.limit = limits.text_bytes;
  for (const Delta& delta : *deltas) {
    ChangedFile file = MakeFile(delta);
    const auto read = ReadText(repository, delta, file, texts);
    if (!read) return std::unexpected(NotHere(repository, range, delta, read.error()));
    facts.files.push_back(std::move(file));
  }
  facts.added_text = std::move(texts.added);
  facts.removed_text = std::move(texts.removed);
  facts.text_left_out = std::move(texts.left_out);

  const auto commits = ReadCommits(repository, range, limits, marks, facts);
  if (!commits) return std::unexpected(commits.error());
  return facts;
}

}  // namespace remit
