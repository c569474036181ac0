#include "cli/trust.h"

#include <filesystem>
#include <utility>

#include "engine/bundle/key_file.h"

namespace remit {

Result<std::vector<PublicKey>> TrustedKeys(const Config& config, const FileReader& read) {
  std::vector<PublicKey> keys;
  for (const std::string& entry : config.trust_keys) {
    const bool is_key = entry.contains("-----BEGIN ");
    const std::string& where = is_key ? config.path : entry;
    Result<std::string> text = is_key ? entry : read(entry);
    if (!text) return Fail(text.error().kind, text.error().message, where);
    const Result<PublicKey> key = ParsePublicKey(*text);
    if (!key) {
      return Fail(key.error().kind, key.error().message + " (in `trust.keys`)", where);
    }
    keys.push_back(*key);
  }
  return keys;
}

Result<std::vector<PublicKey>> TrustedKeys(const Config& config) {
  return TrustedKeys(config, [&](const std::string& path) {
    SourceLimits limits;
    limits.bytes = kKeyFileBytes;
    return ReadSourceFile((std::filesystem::path(config.root) / path).string(), limits);
  });
}

}  // namespace remit
