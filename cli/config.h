// remit.yaml: what a project sets once. The keys stand in cli/config_keys.def.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace remit {

// The C++ types that the table's type names stand for.
namespace config_type {
using Int = uint64_t;
using Text = std::string;
using Paths = std::vector<std::string>;
using Params = std::map<std::string, std::string>;  // name to JSON text
}  // namespace config_type

struct Config {
  std::string path;        // of the remit.yaml that was read; empty: there is none
  std::string root = ".";  // the policy root: its folder, else the working folder
#define REMIT_CONFIG_KEY(key, type, member, initial, least, most, meaning) \
  config_type::type member = initial;
#include "cli/config_keys.def"
#undef REMIT_CONFIG_KEY
};

// Larger files are refused unread.
inline constexpr size_t kConfigBytes = 1u << 20;

// The text of a remit.yaml; `path` names it in errors ("remit.yaml:3:5"). The first mistake is the
// error. `policies` and `records_folder` stay as written.
Result<Config> ParseConfig(std::string_view text, const std::string& path);

// The configuration at `path`, or, where `path` is empty, the first remit.yaml in the working
// folder or above it, or the defaults where there is none. `root` and `records_folder` are then
// paths from the working folder.
Result<Config> FindConfig(const std::string& path);

// Whether an entry of `policies` is a glob, and not the name of a file.
bool IsGlob(std::string_view path);

// The files that `config.policies` names, as paths from the working folder, sorted, each once.
// Missing: an entry that no file matches.
Result<std::vector<std::string>> PolicyFiles(const Config& config);

// docs/remit-yaml.md.
std::string ConfigPage();

}  // namespace remit
