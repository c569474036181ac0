// `remit init`: a configuration and a policy to begin with. All that could be in the way is looked
// at before a byte is written, and what a failure leaves half done is taken back.
#include <algorithm>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <system_error>
#include <vector>

#include "cli/commands.h"
#include "cli/init_place.h"
#include "cli/output.h"
#include "cli/starter.h"
#include "cli/write_whole.h"
#include "dsl/source/source.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

struct StarterFile {
  std::string path;     // relative to the folder
  std::string text;     // all of it
  std::string meaning;  // what it is, for people
  bool is_new = true;   // else a file that a line is added to
};

// A dangling symlink is in the way too.
bool IsThere(const fs::path& path) {
  std::error_code fault;
  return fs::exists(fs::symlink_status(path, fault));
}

std::string Shown(const fs::path& folder, const std::string& path) {
  return (folder / path).lexically_normal().string();
}

// What keeps the starter from being written, each by itself.
std::vector<Error> Obstacles(const fs::path& folder, const std::vector<StarterFile>& files) {
  std::error_code fault;
  if (!fs::is_directory(folder, fault)) {
    return {{ErrorKind::Missing, "there is no such folder", folder.string()}};
  }
  std::vector<Error> errors;
  for (const StarterFile& file : files) {
    const std::string shown = Shown(folder, file.path);
    const fs::path parent = (folder / file.path).parent_path();
    if (file.is_new && IsThere(folder / file.path)) {
      errors.push_back({ErrorKind::BadInput,
                        "is there already; help: go on with it, or move it away to begin anew",
                        shown});
    } else if (IsThere(parent) && !fs::is_directory(parent, fault)) {
      errors.push_back({ErrorKind::BadInput, "is no folder", parent.lexically_normal().string()});
    }
  }
  return errors;
}

// The .gitignore with its new line; no file where git ignores the records already.
Result<std::vector<StarterFile>> IgnoreFile(const fs::path& folder, bool ignored_above) {
  constexpr const char* kName = ".gitignore";
  const bool there = IsThere(folder / kName);
  std::string before;
  if (there) {
    // Git does not follow a .gitignore that is a symlink.
    if (std::error_code fault; fs::is_symlink(folder / kName, fault)) {
      return Fail(ErrorKind::BadInput, "is a symlink, which git does not read",
                  Shown(folder, kName));
    }
    Result<std::string> text = ReadSourceFile(Shown(folder, kName), SourceLimits());
    if (!text) return std::unexpected(text.error());
    before = *std::move(text);
  }
  std::optional<std::string> after = IgnoringRecords(before, ignored_above);
  if (!after) return std::vector<StarterFile>();
  return std::vector<StarterFile>{
      {kName, *std::move(after), "git ignores .remit/, where records are kept", !there}};
}

Result<void> Write(const fs::path& folder, const std::vector<StarterFile>& files) {
  std::vector<fs::path> made;
  Result<void> done;
  for (const StarterFile& file : files) {
    const fs::path path = folder / file.path;
    std::error_code fault;
    if (!IsThere(path.parent_path()) && fs::create_directory(path.parent_path(), fault)) {
      made.push_back(path.parent_path());
    }
    done = WriteWhole(Shown(folder, file.path), file.text);
    if (!done) break;
    if (file.is_new) made.push_back(path);
  }
  if (done) return done;
  std::ranges::reverse(made);
  for (const fs::path& path : made) {
    std::error_code fault;
    fs::remove(path, fault);
  }
  return done;
}

void PrintWritten(const fs::path& folder, const std::vector<StarterFile>& files) {
  size_t width = 0;
  for (const StarterFile& file : files) {
    width = std::max(width, EscapeText(Shown(folder, file.path)).size());
  }
  for (const StarterFile& file : files) {
    std::string shown = EscapeText(Shown(folder, file.path));
    shown.resize(width, ' ');
    Print((file.is_new ? "wrote    " : "added to ") + shown + "  " + file.meaning + "\n");
  }
}

void PrintNext(const fs::path& folder, const InitPlace& place, bool ignore_file) {
  if (!place.shadowed.empty()) {
    Print("\nnote: `" + EscapeText(Shown(folder, "remit.yaml")) + "` takes the place of `" +
          EscapeText(place.shadowed) + "` there: the nearest one counts\n");
  }
  const bool here = folder.lexically_normal() == ".";
  Print(here ? "\nnext:\n" : "\nnext, in " + EscapeText(folder.string()) + ":\n");
  const std::string branch = EscapeText(place.branch);
  Print("  remit test\n");
  if (!place.in_repository) Print("  git init -b " + branch + "\n");
  Print(std::string("  git add remit.yaml policies") + (ignore_file ? " .gitignore" : "") +
        " && git commit -m \"A gate for changes\"\n");
  Print("  remit check --base " + branch + "       on a branch that is to be merged into " +
        branch + "\n");
}

ExitCode Refuse(const std::vector<Error>& errors) {
  for (const Error& error : errors) PrintError(error);
  PrintError("remit: nothing was written\n");
  return ExitCode::BadInput;
}

}  // namespace

ExitCode RunInit(const InitArguments& arguments) {
  const fs::path folder = arguments.folder.empty() ? "." : arguments.folder;
  std::vector<StarterFile> files = {
      {"remit.yaml", std::string(StarterConfigText()), "which policies, and what they are set to"},
      {"policies/merge.remit", std::string(StarterPolicyText()),
       "the policy: who is told of a change, who is asked"}};
  if (const std::vector<Error> errors = Obstacles(folder, files); !errors.empty()) {
    return Refuse(errors);
  }
  const InitPlace place = LookAround(folder);
  Result<std::vector<StarterFile>> ignore = IgnoreFile(folder, place.ignores_records);
  if (!ignore) return Refuse({ignore.error()});
  files.insert(files.end(), ignore->begin(), ignore->end());
  if (Result<void> done = Write(folder, files); !done) return Refuse({done.error()});
  PrintWritten(folder, files);
  PrintNext(folder, place, !ignore->empty());
  return ExitCode::Done;
}

}  // namespace remit
