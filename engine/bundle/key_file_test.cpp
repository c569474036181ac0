#include "engine/bundle/key_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

namespace remit {
namespace {

namespace fs = std::filesystem;

struct Folder {
  Folder() {
    std::string name = (fs::temp_directory_path() / "remit-keys-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path); }
  std::string operator/(const char* name) const { return (path / name).string(); }
  fs::path path;
};

template <typename T>
std::string Refusal(const Result<T>& result, const std::string& path) {
  if (result) return "no error";
  return result.error().where == path ? result.error().message : result.error().where;
}

unsigned ModeOf(const std::string& path) {
  struct stat status;
  return stat(path.c_str(), &status) == 0 ? status.st_mode & 07777u : 0;
}

TEST_CASE("a private key's file is its owner's alone, and is never written over") {
  const Folder folder;
  const std::string path = folder / "a.key";
  const SigningKey key(std::string(kKeyBytes, 'a'));
  const mode_t before = umask(0);
  REQUIRE(WriteSigningKey(path, key).has_value());
  umask(before);
  CHECK(ModeOf(path) == 0600);
  const Result<SigningKey> read = ReadSigningKey(path);
  REQUIRE(read.has_value());
  CHECK(read->seed() == key.seed());
  CHECK(ReadPublicKey(path) == PublicPart(key));
  CHECK(Refusal(WriteSigningKey(path, SigningKey(std::string(kKeyBytes, 'b'))), path) ==
        "it is there already; a key is never written over");
  CHECK(ReadPublicKey(path) == PublicPart(key));
  fs::create_symlink(folder / "elsewhere", folder / "link");
  CHECK(Refusal(WriteSigningKey(folder / "link", key), folder / "link") ==
        "it is there already; a key is never written over");
  CHECK_FALSE(fs::exists(folder / "elsewhere"));
  CHECK(Refusal(WriteSigningKey(folder / "no/a.key", key), folder / "no/a.key") ==
        "cannot be written: No such file or directory");
}

TEST_CASE("a private key that others can read, or that is not here, is refused") {
  const Folder folder;
  const std::string path = folder / "a.key";
  REQUIRE(WriteSigningKey(path, SigningKey(std::string(kKeyBytes, 'a'))).has_value());
  for (const auto& [mode, text] : {std::pair{0644u, "0644"},
                                   {0640u, "0640"},
                                   {0604u, "0604"},
                                   {0700u, "0700"},
                                   {0400u, "0400"},
                                   {04600u, "4600"}}) {
    REQUIRE(chmod(path.c_str(), mode) == 0);
    const std::string message = std::string("the private key's mode is ") + text +
                                " and must be 0600; help: `chmod 600` it, and make a new key if "
                                "others could have read it";
    CHECK(Refusal(ReadSigningKey(path), path) == message);
    if ((mode & 0400u) != 0) CHECK(Refusal(ReadPublicKey(path), path) == message);
  }
  REQUIRE(chmod(path.c_str(), 0600) == 0);
  fs::create_symlink(path, folder / "link");
  CHECK(Refusal(ReadSigningKey(folder / "link"), folder / "link") ==
        "it is a symbolic link; help: name the file of the private key itself");
  CHECK(Refusal(ReadSigningKey(folder / "none"), folder / "none") == "there is no such file");
  CHECK(Refusal(ReadSigningKey(folder.path.string()), folder.path.string()) == "it is not a file");
}

TEST_CASE("a public key may lie anywhere; what is no key is refused with its file") {
  const Folder folder;
  const PublicKey key = PublicPart(SigningKey(std::string(kKeyBytes, 'a')));
  const std::string path = folder / "a.pub";
  std::ofstream(path) << "key " << KeyId(key) << "\n" << PublicKeyPem(key);
  fs::create_symlink(path, folder / "link");
  CHECK(ReadPublicKey(path) == key);
  CHECK(ReadPublicKey(folder / "link") == key);
  std::ofstream(folder / "empty") << "";
  CHECK(Refusal(ReadPublicKey(folder / "empty"), folder / "empty") ==
        "there is no `-----BEGIN PUBLIC KEY-----`");
  std::ofstream(folder / "large") << std::string(kKeyFileBytes + 1, 'x');
  CHECK(Refusal(ReadPublicKey(folder / "large"), folder / "large") ==
        "larger than 65536 bytes: this is no key");
  CHECK(Refusal(ReadPublicKey(folder / "none"), folder / "none") == "there is no such file");
}

}  // namespace
}  // namespace remit
