#include "engine/bundle/load.h"

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

#include "tests/support/bundle_example.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "remit-bundle-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  fs::path path;
};

// Whether bytes of this process's memory are those of the file itself.
bool IsMapped(const HeldBytes& held, const std::string& path) {
  std::ifstream maps("/proc/self/maps");
  const auto at = reinterpret_cast<uintptr_t>(held.view().data());
  for (std::string line; std::getline(maps, line);) {
    const size_t dash = line.find('-');
    const uintptr_t begin = std::stoull(line.substr(0, dash), nullptr, 16);
    const uintptr_t end = std::stoull(line.substr(dash + 1), nullptr, 16);
    if (begin <= at && at < end) return line.ends_with(path);
  }
  return false;
}

TEST_CASE("a bundle that nobody may write in is mapped, any other is read") {
  const Folder folder;
  const std::string path = fs::canonical(folder.path) / "a.remitb";
  const std::string bytes = EncodeBundle(ExampleBundle());
  std::ofstream(path, std::ios::binary) << bytes;
  for (const auto& [mode, mapped] :
       {std::pair{0644u, false}, {0444u, true}, {0464u, false}, {0446u, false}, {0400u, true}}) {
    fs::permissions(path, static_cast<fs::perms>(mode));
    const Result<HeldBytes> held = HoldBundleFile(path);
    REQUIRE(held.has_value());
    CHECK(held->view() == bytes);
    CHECK(IsMapped(*held, path) == mapped);
  }
}

TEST_CASE("a bundle that was mapped is there when its file has gone or was replaced") {
  const Folder folder;
  const std::string path = folder.path / "a.remitb";
  const std::string bytes = EncodeBundle(ExampleBundle());
  std::ofstream(path, std::ios::binary) << bytes;
  fs::permissions(path, fs::perms::owner_read);
  Result<HeldBytes> held = HoldBundleFile(path);
  REQUIRE(held.has_value());
  std::ofstream(folder.path / "next", std::ios::binary) << "other";
  fs::rename(folder.path / "next", path);
  CHECK(held->view() == bytes);
  Result<Bundle> bundle = DecodeBundle(*std::move(held));
  REQUIRE(bundle.has_value());
  fs::remove(path);
  const Result<Engine> engine = LoadEngine(*std::move(bundle));
  REQUIRE(engine.has_value());
  CHECK(engine->digest() == ExampleBundle().digest);
}

TEST_CASE("what is no file is refused with its path") {
  const Folder folder;
  const auto said = [](const Result<HeldBytes>& held) {
    return held ? "held" : held.error().where + ": " + held.error().message;
  };
  const std::string none = folder.path / "none";
  CHECK(said(HoldBundleFile(none)) == none + ": there is no such file");
  CHECK(said(HoldBundleFile(folder.path)) == folder.path.string() + ": it is not a file");
  const std::string large = folder.path / "large";
  std::ofstream(large) << std::string(300, 'x');
  ProgramLimits limits;
  limits.bytes = 100;
  CHECK(said(HoldBundleFile(large, limits)) == large + ": larger than 200 bytes");
  std::ofstream(folder.path / "empty") << "";
  CHECK(said(HoldBundleFile(folder.path / "empty")) == "held");
}

}  // namespace
}  // namespace remit
