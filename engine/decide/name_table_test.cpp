#include "engine/decide/name_table.h"

#include <algorithm>
#include <catch2/catch.hpp>
#include <string>

namespace remit {
namespace {

// Names of one size that differ in one byte at every place, and others a byte longer and shorter.
std::vector<std::string> Names(size_t count) {
  std::vector<std::string> names;
  for (size_t i = 0; i < count; ++i) {
    std::string name(i % 41, 'a');
    if (!name.empty()) name[i / 41 % name.size()] = static_cast<char>('b' + i / 41 % 20);
    names.push_back(name + "." + std::to_string(i));
  }
  return names;
}

TEST_CASE("a table finds each of its names by its row and no other name") {
  for (const size_t count : {0u, 1u, 2u, 3u, 4u, 5u, 31u, 32u, 33u, 5000u}) {
    const std::vector<std::string> names = Names(count);
    RowWriter rows;
    std::vector<uint32_t> places;
    for (const std::string& name : names) {
      places.push_back(rows.place());
      rows.AddName(name, 0);
      rows.AddTables(0);
    }
    const char* const bytes = rows.bytes.data();
    const NameTable table(bytes, places);
    INFO(count << " names");
    size_t found = 0, strangers = 0;
    for (size_t i = 0; i < count; ++i) {
      found += table.Find(bytes, names[i]) == places[i] ? 1 : 0;
      strangers += table.Find(bytes, names[i] + "x") == kNone ? 1 : 0;
      strangers += table.Find(bytes, names[i].substr(1)) == kNone ? 1 : 0;
    }
    CHECK(found == count);
    CHECK(strangers == 2 * count);
    CHECK(table.Find(bytes, "") == kNone);
    std::vector<uint32_t> all = table.places();
    std::ranges::sort(all);
    CHECK(all == places);
  }
}

TEST_CASE("a table of no names finds nothing") { CHECK(NameTable().Find(nullptr, "a") == kNone); }

}  // namespace
}  // namespace remit
