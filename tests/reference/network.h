// CEL's `network` extension: IP addresses and ranges of them.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

Value CallNetwork(Arena& arena, FunctionId function, std::span<const Value> args);

// `octets` of an Ip (4 or 16) or a Cidr (5 or 17) as text; IPv6 as RFC 5952 section 4 writes it.
std::string AddressText(std::string_view octets);

}  // namespace remit::reference
