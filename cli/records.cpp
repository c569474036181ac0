#include "cli/records.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "cli/config.h"
#include "cli/log.h"
#include "facts/change/change_action.h"
#include "facts/change/repository.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

Result<std::string> FolderOf(const std::string& name, const std::string& folder,
                             const std::string& config_path) {
  if (!folder.empty()) return folder;
  std::error_code fault;
  if (fs::is_regular_file(name, fault)) {
    const std::string parent = fs::path(name).parent_path().string();
    return parent.empty() ? "." : parent;
  }
  Result<Config> config = FindConfig(config_path);
  if (!config) return std::unexpected(config.error());
  return config->records_folder;
}

}  // namespace

Result<NamedRecord> FindNamedRecord(const std::string& name, const std::string& folder,
                                    const std::string& config) {
  Result<std::string> where = FolderOf(name, folder, config);
  if (!where) return std::unexpected(where.error());
  LogInfo("records: " + *where);
  Result<RecordStore> store = RecordStore::OpenToRead(*where);
  if (!store) return std::unexpected(store.error());
  Result<std::string> text = store->FindRecord(name);
  if (!text) return std::unexpected(text.error());
  if (Result<void> valid = CheckRecord(*text); !valid) {
    return Fail(valid.error().kind, valid.error().message, name);
  }
  return NamedRecord{*std::move(store), *std::move(text)};
}

TextRestorer RestoreFrom(const std::string& folder) {
  return [folder](std::string_view referring_input) -> Result<std::string> {
    const Result<Repository> repository = Repository::Open(folder);
    if (!repository) return std::unexpected(repository.error());
    return WithText(referring_input, *repository);
  };
}

}  // namespace remit
