#include "facts/change/remote_name.h"

#include "facts/change/text.h"

namespace remit {
namespace {

std::string Join(std::string_view authority, std::string_view path) {
  if (const size_t at = authority.rfind('@'); at != std::string_view::npos) {
    authority.remove_prefix(at + 1);
  }
  // The port comes after the last colon, but colons inside brackets are an IPv6 address's.
  const size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
    authority = authority.substr(0, colon);
  }
  path = path.substr(0, path.find_first_of("?#"));
  while (path.starts_with('/')) path.remove_prefix(1);
  while (path.ends_with('/')) path.remove_suffix(1);
  if (path.ends_with(".git")) path.remove_suffix(4);
  if (authority.empty() || path.empty()) return {};
  std::string name(authority);
  for (char& letter : name) {
    if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
  }
  return DecodeName(name + "/" + std::string(path));
}

}  // namespace

std::string RemoteName(std::string_view url) {
  if (const size_t scheme = url.find("://"); scheme != std::string_view::npos) {
    if (url.substr(0, scheme) == "file") return {};
    const std::string_view rest = url.substr(scheme + 3);
    const size_t slash = rest.find('/');
    if (slash == std::string_view::npos) return {};
    return Join(rest.substr(0, slash), rest.substr(slash));
  }
  // scp's form, [user@]host:path, has no slash before the colon; `ext::` names a program, and one
  // letter is a drive.
  const size_t colon = url.find(':', url.starts_with('[') ? url.find(']') : 0);
  if (colon == std::string_view::npos || colon < 2 || url.find('/') < colon) return {};
  if (url.substr(colon).starts_with("::")) return {};
  return Join(url.substr(0, colon), url.substr(colon + 1));
}

}  // namespace remit
