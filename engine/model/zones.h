// Time zones by name, from a table built in: what a decision means depends on no machine's files.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace remit {

// Seconds east of UTC at `unix_seconds`, any second of the years 1 to 9999, of
// - a name of the IANA time zone database, links too, case counts: "America/St_Johns", "UTC";
// - a fixed offset [+-]HH:MM from 00:00 to 23:59, east where it has no sign.
// nullopt for anything else.
std::optional<int32_t> ZoneOffset(std::string_view zone, int64_t unix_seconds);

// The release of the database that the table was made from: "2025b".
std::string_view ZoneTableVersion();

}  // namespace remit
