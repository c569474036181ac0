#include "cli/write_whole.h"

#include <sys/stat.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace remit {
namespace {

namespace fs = std::filesystem;

struct Folder {
  fs::path path = fs::temp_directory_path() / "remit_write_whole";
  Folder() {
    fs::remove_all(path);
    fs::create_directory(path);
  }
  ~Folder() { fs::remove_all(path); }
  std::string operator/(const char* name) const { return (path / name).string(); }
  std::set<std::string> Names() const {
    std::set<std::string> names;
    for (const auto& entry : fs::directory_iterator(path)) names.insert(entry.path().filename());
    return names;
  }
};

std::string Read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

TEST_CASE("a file is written whole, over another that keeps its mode") {
  const Folder folder;
  const std::string file = folder / "file";
  REQUIRE(WriteWhole(file, std::string_view("a\0b", 3)));
  CHECK(Read(file) == std::string("a\0b", 3));
  fs::permissions(file, fs::perms::owner_read | fs::perms::owner_write);
  REQUIRE(WriteWhole(file, ""));
  CHECK(Read(file) == "");
  CHECK(fs::status(file).permissions() == (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(folder.Names() == std::set<std::string>{"file"});
}

TEST_CASE("a symlink to a file stays one") {
  const Folder folder;
  REQUIRE(WriteWhole(folder / "file", "old"));
  fs::create_symlink("file", folder / "link");
  REQUIRE(WriteWhole(folder / "link", "new"));
  CHECK(fs::is_symlink(folder / "link"));
  CHECK(Read(folder / "file") == "new");
}

TEST_CASE("a device is written to and stays what it is") {
  REQUIRE(WriteWhole("/dev/null", "text"));
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("what cannot be written leaves nothing behind") {
  const Folder folder;
  fs::create_directory(folder / "sub");
  for (const std::string& path : {folder / "none/file", folder / "sub"}) {
    const Result<void> done = WriteWhole(path, "text");
    REQUIRE_FALSE(done);
    CHECK(done.error().kind == ErrorKind::Io);
    CHECK(done.error().message == "cannot be written");
    CHECK(done.error().where == path);
  }
  CHECK(folder.Names() == std::set<std::string>{"sub"});
}

}  // namespace
}  // namespace remit
