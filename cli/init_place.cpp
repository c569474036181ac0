#include "cli/init_place.h"

#include <optional>
#include <string_view>
#include <system_error>

#include "cli/starter.h"
#include "dsl/source/source.h"
#include "facts/change/main_branch.h"
#include "facts/change/repository.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

// A branch may be called `$(…)`; git allows neither blanks nor control characters.
std::string ForShell(std::string_view word) {
  constexpr std::string_view kPlain =
      "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/._-+@";
  if (word.find_first_not_of(kPlain) == word.npos) return std::string(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? "'\\''" : std::string(1, c);
  return quoted + "'";
}

// Of several lines that speak of it, the nearest counts, as with git.
bool IgnoredFromAbove(const fs::path& folder, std::optional<bool>& said) {
  std::error_code fault;
  const fs::path path = folder / ".gitignore";
  if (said || !fs::is_regular_file(fs::symlink_status(path, fault))) return said.value_or(false);
  const Result<std::string> text = ReadSourceFile(path.string(), SourceLimits());
  if (text) said = IgnoresRecordsBelow(*text);
  return said.value_or(false);
}

}  // namespace

InitPlace LookAround(const fs::path& folder) {
  InitPlace place;
  const Result<Repository> repository = Repository::Open(folder.string());
  place.in_repository = repository || repository.error().kind != ErrorKind::Missing;
  if (!repository) return place;
  if (const std::string branch = MainBranch(*repository); !branch.empty()) {
    place.branch = ForShell(branch);
  }
  std::error_code fault;
  const fs::path top = fs::canonical(repository->work_tree(), fault);
  fs::path above = fs::canonical(folder, fault);
  const fs::path inside = above.lexically_relative(top);
  if (top.empty() || inside.empty() || *inside.begin() == "..") return place;
  std::optional<bool> said;
  while (above != top) {
    above = above.parent_path();
    if (place.shadowed.empty() && fs::exists(above / "remit.yaml", fault)) {
      place.shadowed = fs::proximate(above / "remit.yaml", fault).string();
    }
    place.ignores_records = IgnoredFromAbove(above, said);
  }
  return place;
}

}  // namespace remit
