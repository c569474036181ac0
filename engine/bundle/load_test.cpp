#include "engine/bundle/load.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <vector>

#include "engine/bundle/descriptor.h"
#include "tests/support/bundle_example.h"
#include "tests/support/program_builder.h"

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

// A bundle whose program is so large that its digest may be left to loading.
std::string LargeBundle() {
  const Program program = ProgramBuilder::Build([](ProgramBuilder& b) {
    b.AddPolicy("p", {"o"}).has_default = true;
    Rule& rule = b.AddRule(RuleKind::Trigger, "t");
    rule.effect = b.Do(Verdict::Notify);
    rule.reason = b.Give(b.String(std::string(300'000, 'x')));
  });
  return EncodeBundle(MakeBundle(program, {{{"p.remit", Sha256("the policy")}}, {}}));
}

TEST_CASE("a digest that was left to loading is checked there") {
  const std::string bytes = LargeBundle();
  const auto load = [](std::string_view file) -> Result<Engine> {
    Result<Bundle> bundle = DecodeBundle(HeldBytes::Copy(file), {}, ProgramDigest::LeftToLoad);
    REQUIRE(bundle.has_value());
    CHECK(!bundle->program_checked);
    return LoadEngine(*std::move(bundle));
  };
  CHECK(load(bytes).has_value());
  // One letter of a text, which still verifies; then the program's first byte, which does not.
  std::string text = bytes, magic = bytes;
  text[text.rfind("xxx")] = 'y';
  const Result<Bundle> bundle = DecodeBundle(HeldBytes::Copy(bytes));
  REQUIRE(bundle.has_value());
  CHECK(bundle->program_checked);
  magic[bytes.find(bundle->program.substr(0, 64))] ^= 1;
  for (const std::string& damaged : {text, magic}) {
    const Result<Bundle> at_once = DecodeBundle(HeldBytes::Copy(damaged));
    const Result<Engine> later = load(damaged);
    REQUIRE((!at_once && !later));
    CHECK(at_once.error().where == "manifest.program.digest");
    CHECK(later.error().where == at_once.error().where);
    CHECK(later.error().message == at_once.error().message);
  }
}

// What only explanations read is given back once a bundle is loaded, and is there again when asked.
TEST_CASE("a part that is forgotten is read from the file again") {
  const Folder folder;
  const std::string path = folder.path / "pages";
  std::string bytes;
  for (size_t i = 0; bytes.size() < 100'000; ++i) bytes += std::to_string(i) + " ";
  std::ofstream(path, std::ios::binary) << bytes;
  fs::permissions(path, fs::perms::owner_read);
  Result<HeldBytes> held = HoldBundleFile(path);
  REQUIRE(held.has_value());
  // How many of its pages this process has in memory, by the kernel's table of all.
  const auto in_memory = [&] {
    const Descriptor map(open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC));
    std::vector<uint64_t> pages(bytes.size() / 4096);
    const uintptr_t first = reinterpret_cast<uintptr_t>(held->view().data()) / 4096;
    const auto size = static_cast<ssize_t>(pages.size() * sizeof(uint64_t));
    REQUIRE(pread(map.number, pages.data(), pages.size() * sizeof(uint64_t),
                  static_cast<off_t>(first * sizeof(uint64_t))) == size);
    return std::ranges::count_if(pages, [](uint64_t page) { return (page >> 63) != 0; });
  };
  CHECK(held->view() == bytes);
  const auto all = in_memory();
  CHECK(all == static_cast<ptrdiff_t>(bytes.size() / 4096));
  held->Forget(10'000, 80'000);
  CHECK(in_memory() == all - 18);  // the whole pages from 12,288 to 86,016
  CHECK(held->view() == bytes);

  HeldBytes copy = HeldBytes::Copy(bytes);  // there is nothing else that holds these
  copy.Forget(10'000, 80'000);
  CHECK(copy.view() == bytes);
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
