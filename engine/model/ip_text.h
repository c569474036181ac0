// IP addresses and ranges as text: the literal forms of RFC 4291 and RFC 5952, no zones, no dotted
// tail in an IPv6 address.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/model/value.h"

namespace remit {

// The 4 or 16 octets of an address. An IPv4 address that IPv6 maps ("::ffff:c0a8:1") is the IPv4
// address. nullopt for anything that is no address.
std::optional<std::string> ReadIp(std::string_view text);
// As MakeCidr takes them: the octets of the address, then one of the prefix's size. The prefix of
// a mapped address counts its 96 bits too; a smaller one is no range.
std::optional<std::string> ReadCidr(std::string_view text);

std::string FormatIp(const Value& ip);      // canonical: "10.0.0.1", "2001:db8::1"
std::string FormatCidr(const Value& cidr);  // "10.0.0.0/8"

}  // namespace remit
