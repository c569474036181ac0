// RFC 8785 by cases: the committed ones of tests/testdata/jcs, and the far larger published set
// where the shared data lie beside the checkout (REMIT_DATA names another place). In CI they must.
#include <bit>
#include <catch2/catch.hpp>
#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

const fs::path kOwn = fs::path(REMIT_SOURCE_DIR) / "tests/testdata/jcs";

std::string ReadFile(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  INFO(path.string());
  REQUIRE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

std::string Canonical(std::string_view json) {
  Arena arena;
  const Result<Value> read = ReadJson(arena, json);
  if (!read) return "refused: " + read.error().message + " at " + read.error().where;
  return WriteCanonicalJson(*read).value_or("no JSON form");
}

std::string FromHex(std::string_view hex) {
  std::string digits, bytes;
  for (const char c : hex) {
    if (std::isxdigit(static_cast<unsigned char>(c)) != 0) digits += c;
  }
  for (size_t at = 0; at + 1 < digits.size(); at += 2) {
    bytes += static_cast<char>(std::stoi(digits.substr(at, 2), nullptr, 16));
  }
  return bytes;
}

// Lines of "BITS" and the double's text with one `separator` between; the number of lines.
size_t CheckNumbers(const fs::path& path, char separator) {
  std::istringstream lines(ReadFile(path));
  size_t count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    const size_t split = line.find(separator);
    REQUIRE(split != std::string::npos);
    const uint64_t bits = std::stoull(line.substr(0, split), nullptr, 16);
    const std::string expected = line.substr(split + 1);
    const std::string written = FormatDouble(std::bit_cast<double>(bits));
    if (written != expected) FAIL_CHECK(line << " is written as " << written);
    double back = 0;
    std::from_chars(written.data(), written.data() + written.size(), back);
    if (back != std::bit_cast<double>(bits)) FAIL_CHECK(written << " reads back as " << back);
  }
  return count;
}

// The folder of published vectors, empty where there is none and none is demanded.
fs::path Published() {
  const char* data = std::getenv("REMIT_DATA");
  const char* ci = std::getenv("CI");
  const fs::path root = data != nullptr ? data : fs::path(REMIT_SOURCE_DIR) / "../shared/data";
  const fs::path folder = root / "vectors/jcs";
  if (fs::is_directory(folder)) return folder;
  if (ci != nullptr && std::string_view(ci) == "true") FAIL("no " << folder.string());
  return {};
}

TEST_CASE("documents take their canonical form") {
  Arena arena;
  const Result<Value> cases = ReadJson(arena, ReadFile(kOwn / "canonical.json"));
  REQUIRE(cases);
  REQUIRE(cases->size == 18);
  for (const Value& row : cases->list()) {
    INFO(FindMember(row, "name")->string());
    const std::string_view expected = FindMember(row, "canonical")->string();
    CHECK(Canonical(FindMember(row, "input")->string()) == expected);
    CHECK(Canonical(expected) == expected);
  }
}

TEST_CASE("doubles are written as ECMAScript writes them") {
  CHECK(CheckNumbers(kOwn / "numbers.txt", ' ') == 36);
}

TEST_CASE("published documents take their canonical form") {
  const fs::path folder = Published();
  if (folder.empty()) return;
  size_t documents = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder / "input")) {
    const fs::path name = entry.path().filename();
    INFO(name.string());
    ++documents;
    if (name == "values.json") {
      // Holds 1E30, a whole number that no double holds exactly: strict reading refuses it. The
      // other values stand in the committed cases.
      CHECK(Canonical(ReadFile(entry.path())) ==
            "refused: a whole number beyond 2^53-1 that no double holds exactly at byte 36");
      continue;
    }
    const std::string expected = ReadFile(folder / "output" / name);
    CHECK(Canonical(ReadFile(entry.path())) == expected);
    CHECK(FromHex(ReadFile((folder / "outhex" / name).replace_extension("txt"))) == expected);
  }
  CHECK(documents == 6);

  Arena arena;
  const Result<Value> order = ReadJson(arena, ReadFile(folder / "key-order.json"));
  REQUIRE(order);
  CHECK(Canonical(FindMember(*order, "input")->string()) ==
        FromHex(FindMember(*order, "outputHex")->string()));
}

TEST_CASE("published numbers are written as ECMAScript writes them") {
  const fs::path folder = Published();
  if (folder.empty()) return;
  CHECK(CheckNumbers(folder / "es6-numbers-10000.txt", ',') == 10000);

  Arena arena;
  const Result<Value> appendix = ReadJson(arena, ReadFile(folder / "rfc8785-appendixB.json"));
  REQUIRE(appendix);
  for (const Value& row : FindMember(*appendix, "cases")->list()) {
    const std::string bits(FindMember(row, "ieee")->string());
    const auto real = std::bit_cast<double>(uint64_t{std::stoull(bits, nullptr, 16)});
    CHECK(FormatDouble(real) == FindMember(row, "json")->string());
  }
  for (const Value& bits : FindMember(*appendix, "errors")->list()) {
    const uint64_t pattern = std::stoull(std::string(bits.string()), nullptr, 16);
    CHECK_FALSE(WriteCanonicalJson(MakeDouble(std::bit_cast<double>(pattern))));
  }
}

TEST_CASE("published inputs that are no strict JSON are refused") {
  const fs::path folder = Published();
  if (folder.empty()) return;
  Arena arena;
  const Result<Value> reject = ReadJson(arena, ReadFile(folder / "reject.json"));
  REQUIRE(reject);
  const std::span<const Value> cases = FindMember(*reject, "cases")->list();
  CHECK(cases.size() == 17);
  for (const Value& row : cases) {
    INFO(FindMember(row, "id")->string());
    Arena own;
    CHECK_FALSE(ReadJson(own, FromHex(FindMember(row, "hex")->string())));
  }
}

}  // namespace
}  // namespace remit
