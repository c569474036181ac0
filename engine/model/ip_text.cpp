#include "engine/model/ip_text.h"

#include <arpa/inet.h>

#include <array>

namespace remit {
namespace {

std::string FormatOctets(std::string_view octets) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(octets.size() == 4 ? AF_INET : AF_INET6, octets.data(), text.data(), text.size());
  return text.data();
}

}  // namespace

std::string FormatIp(const Value& ip) { return FormatOctets(ip.string()); }

std::string FormatCidr(const Value& cidr) {
  const std::string_view octets = cidr.string();
  const auto prefix = static_cast<unsigned char>(octets.back());
  return FormatOctets(octets.substr(0, octets.size() - 1)) + "/" + std::to_string(prefix);
}

}  // namespace remit
