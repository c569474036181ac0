// Golden files: what a program prints, kept under tests/testdata and compared whole.
//
// Run the tests with REMIT_UPDATE_GOLDEN=1 to write the files anew; read the difference, commit it.
// Header only, so that every test program has it by including it.
#pragma once

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>

namespace remit {

// Whether this run writes golden files instead of comparing them.
inline bool UpdatesGolden() {
  const char* update = std::getenv("REMIT_UPDATE_GOLDEN");
  return update != nullptr && std::string_view(update) == "1";
}

// The bytes of a file; fails the test if it cannot be read.
inline std::string ReadGolden(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  INFO("golden file " << path.string() << " (REMIT_UPDATE_GOLDEN=1 writes it)");
  REQUIRE(in.good());
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

// `actual` must be what the file at `path` (under the source folder) holds.
inline void CheckGoldenAt(std::string_view path, std::string_view actual) {
  const std::filesystem::path file = std::filesystem::path(REMIT_SOURCE_DIR) / path;
  if (UpdatesGolden()) {
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << actual;
  }
  const std::string expected = ReadGolden(file);
  INFO("golden file " << file.string() << " (REMIT_UPDATE_GOLDEN=1 rewrites it)");
  CHECK(std::string(actual) == expected);
}

// The same for a file under tests/testdata.
inline void CheckGolden(std::string_view path_under_tests_testdata, std::string_view actual) {
  CheckGoldenAt("tests/testdata/" + std::string(path_under_tests_testdata), actual);
}

}  // namespace remit
