// Time zones by IANA name: of the engine, only the table made from tzdata.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace remit::reference {

// Seconds east of Greenwich at a moment; nullopt: no such zone.
std::optional<int64_t> NamedOffset(std::string_view zone, int64_t seconds);

}  // namespace remit::reference
