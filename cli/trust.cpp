#include "cli/trust.h"

#include <filesystem>
#include <utility>

#include "engine/bundle/key_file.h"

namespace remit {
namespace {

bool IsKey(const std::string& entry) { return entry.contains("-----BEGIN "); }

}  // namespace

std::vector<std::string> TrustFiles(const Config& config) {
  std::vector<std::string> files = config.trust_keys;
  std::erase_if(files, IsKey);
  return files;
}

Result<std::vector<PublicKey>> TrustedKeys(const Config& config, const FileReader& read) {
  std::vector<PublicKey> keys;
  for (const std::string& entry : config.trust_keys) {
    const bool is_key = IsKey(entry);
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
