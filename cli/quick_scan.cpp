// JsonScanner for the program that loads no library: simdjson is there as a shared one only. No
// text is scanned, so every one is read by the strict reader, which is slower by two microseconds:
// a process that decides takes a thousand.
#include "engine/model/json_scan.h"

// Of this program nothing has one; its deleter wants a whole type.
namespace simdjson::internal {
class dom_parser_implementation {};
}  // namespace simdjson::internal

namespace remit {

JsonScanner::JsonScanner() = default;
JsonScanner::~JsonScanner() = default;
JsonScanner::JsonScanner(JsonScanner&&) noexcept = default;

bool JsonScanner::Scan(std::string_view) { return false; }

}  // namespace remit
