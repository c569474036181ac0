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

// `text` must be what the document at `path` has in the block fenced by "```" and `fence`.
inline void CheckFence(std::string_view path, std::string_view fence, std::string_view text) {
  const std::filesystem::path file = std::filesystem::path(REMIT_SOURCE_DIR) / path;
  std::string page = ReadGolden(file);
  const std::string begin = "```" + std::string(fence) + "\n";
  const size_t at = page.find(begin);
  INFO(file.string() << " (REMIT_UPDATE_GOLDEN=1 writes what stands in ```" << fence << ")");
  REQUIRE(at != std::string::npos);
  const size_t body = at + begin.size();
  const size_t end = page.find("\n```", body);
  REQUIRE(end != std::string::npos);
  if (UpdatesGolden()) {
    page.replace(body, end - body, text);
    std::ofstream(file, std::ios::binary) << page;
    return;
  }
  CHECK(page.substr(body, end - body) == text);
}

// As CheckGoldenAt for a file under tests/testdata.
inline void CheckGolden(std::string_view path_under_tests_testdata, std::string_view actual) {
  CheckGoldenAt("tests/testdata/" + std::string(path_under_tests_testdata), actual);
}

}  // namespace remit
