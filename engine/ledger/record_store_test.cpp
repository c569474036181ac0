#include "engine/ledger/record_store.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <thread>

#include "engine/ledger/replay.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "tests/support/record_example.h"

namespace remit {
namespace {

namespace fs = std::filesystem;

// A folder of this test's own, gone when it ends.
struct TemporaryFolder {
  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "remit-store-XXXXXX").string();
    REQUIRE(mkdtemp(name.data()) != nullptr);
    path = name;
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  ~TemporaryFolder() { fs::remove_all(path); }
  fs::path path;
};

RecordStore OpenStore(const fs::path& folder) {
  Result<RecordStore> store = RecordStore::Open(folder.string());
  if (!store) FAIL(store.error().message << " " << store.error().where);
  return std::move(*store);
}

template <typename T>
void CheckFails(const Result<T>& result, ErrorKind kind, const std::string& message) {
  REQUIRE_FALSE(result.has_value());
  CHECK(result.error().kind == kind);
  CHECK(result.error().message == message);
}

void WriteFile(const fs::path& path, const std::string& text) {
  std::ofstream(path, std::ios::binary) << text;
}

constexpr const char* kId = "019b8e2c-4a00-7000-8000-000000000000";
constexpr const char* kNextId = "019b8e2c-4a00-7000-8000-000000000001";

TEST_CASE("a store's folder is made, for its owner only") {
  const TemporaryFolder folder;
  const fs::path made = folder.path / "a/b/ledger";
  RecordStore store = OpenStore(made.string() + "/");
  REQUIRE(store.PutRecord(kId, "{}").has_value());
  CHECK(store.RecordPath(kId) == (made / (std::string(kId) + ".json")).string());
  CHECK(fs::status(made).permissions() == fs::perms::owner_all);
  CHECK(fs::status(store.RecordPath(kId)).permissions() ==
        (fs::perms::owner_read | fs::perms::owner_write));
  CHECK(OpenStore(made).FindRecord(kId).value_or("") == "{}");
}

TEST_CASE("a folder that cannot be written is an error with its path") {
  const TemporaryFolder folder;
  WriteFile(folder.path / "file", "x");
  const Result<RecordStore> store = RecordStore::Open((folder.path / "file/ledger").string());
  CheckFails(store, ErrorKind::Io, "cannot make the folder: Not a directory");
  CHECK(store.error().where.starts_with((folder.path / "file").string()));
  CheckFails(RecordStore::Open((folder.path / "file").string()), ErrorKind::Io,
             "cannot make the folder: Not a directory");
}

// What is in the folder and below it, by path.
std::vector<std::string> Everything(const fs::path& folder) {
  std::vector<std::string> paths;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    paths.push_back(fs::relative(entry.path(), folder).string());
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

TEST_CASE("a store that is only read makes nothing and needs no right to write") {
  const TemporaryFolder folder;
  const fs::path kept = folder.path / "kept";
  const Digest digest = Sha256("bytes");
  {
    RecordStore store = OpenStore(kept);
    REQUIRE(store.PutRecord(kId, "one").has_value());
    REQUIRE(store.PutObject(digest, "bytes").has_value());
  }
  fs::create_directory(folder.path / "bare");
  const std::vector<std::string> before = Everything(folder.path);
  for (const char* name : {"bare", "kept", "kept/sha256"}) {
    fs::permissions(folder.path / name, fs::perms::owner_read | fs::perms::owner_exec);
  }
  Result<RecordStore> store = RecordStore::OpenToRead(kept.string() + "/");
  Result<RecordStore> bare = RecordStore::OpenToRead((folder.path / "bare").string());
  REQUIRE((store.has_value() && bare.has_value()));
  CHECK(store->FindRecord(kId).value_or("") == "one");
  CHECK(store->GetObject(DigestText(digest)).value_or("") == "bytes");
  CheckFails(bare->GetObject(DigestText(digest)), ErrorKind::Missing, "there is no such file");
  CheckFails(store->PutRecord(kNextId, "two"), ErrorKind::Io,
             "the records are open for reading only");
  CheckFails(bare->PutObject(digest, "bytes"), ErrorKind::Io,
             "the records are open for reading only");
  for (const char* name : {"bare", "kept", "kept/sha256"}) {
    fs::permissions(folder.path / name, fs::perms::owner_all);
  }
  CheckFails(RecordStore::OpenToRead((folder.path / "none").string()), ErrorKind::Missing,
             "there is no such folder of records");
  CHECK(Everything(folder.path) == before);
}

TEST_CASE("objects go by their digest and are checked") {
  const TemporaryFolder folder;
  RecordStore store = OpenStore(folder.path);
  const Digest digest = Sha256("bytes");
  const std::string name = DigestText(digest);
  const fs::path path = folder.path / "sha256" / name.substr(7);
  CheckFails(store.GetObject(name), ErrorKind::Missing, "there is no such file");
  REQUIRE(store.PutObject(digest, "bytes").has_value());
  REQUIRE(store.PutObject(digest, "bytes").has_value());
  CHECK(store.GetObject(name).value_or("") == "bytes");
  CheckFails(store.PutObject(digest, "other"), ErrorKind::BadInput,
             "the bytes are not those of the digest");
  WriteFile(path, "byte");
  CheckFails(store.GetObject(name), ErrorKind::Missing,
             "the file is damaged: its digest is not its name");
  REQUIRE(store.PutObject(digest, "bytes").has_value());
  CHECK(store.GetObject(name).value_or("") == "bytes");
}

TEST_CASE("what is no digest names no object") {
  const TemporaryFolder folder;
  const RecordStore store = OpenStore(folder.path);
  const std::string hex(64, 'a');
  const std::string upper(64, 'A');
  const std::string names[] = {"",
                               hex,
                               "sha256:",
                               "sha256:" + hex + "0",
                               "sha256:" + upper,
                               "sha512:" + hex,
                               "sha256:../" + hex.substr(3)};
  for (const std::string& name : names) {
    CheckFails(store.GetObject(name), ErrorKind::BadInput, "`" + name + "` is no digest");
  }
}

TEST_CASE("records are found by path, id or beginning, and never written over") {
  const TemporaryFolder folder;
  RecordStore store = OpenStore(folder.path);
  REQUIRE(store.PutRecord(kId, "one").has_value());
  REQUIRE(store.PutRecord(kNextId, "two").has_value());
  CheckFails(store.PutRecord(kId, "three"), ErrorKind::Io, "cannot write the file: File exists");
  CHECK(store.FindRecord(kId).value_or("") == "one");
  CHECK(store.FindRecord(store.RecordPath(kNextId)).value_or("") == "two");
  CHECK(store.FindRecord("019b8e2c-4a00-7000-8000-000000000001").value_or("") == "two");
  CheckFails(store.FindRecord("019b8e2c"), ErrorKind::BadInput, "more than one record begins so");
  CheckFails(store.FindRecord("019b8e2"), ErrorKind::BadInput,
             "an id is named by 8 characters or more");
  CheckFails(store.FindRecord("ffffffff"), ErrorKind::Missing, "there is no such record");
  CheckFails(store.FindRecord("no/such.json"), ErrorKind::Missing, "there is no such file");
  CheckFails(store.PutRecord("../x", "{}"), ErrorKind::BadInput, "`../x` is no decision id");
  CheckFails(store.PutRecord("", "{}"), ErrorKind::BadInput, "`` is no decision id");
}

TEST_CASE("many writers of one object leave it whole, and nothing beside it") {
  const TemporaryFolder folder;
  RecordStore store = OpenStore(folder.path);
  const std::string bytes(100'000, 'x');
  const Digest digest = Sha256(bytes);
  std::vector<int> done(8);
  {
    std::vector<std::jthread> threads;
    for (int& one : done) {
      threads.emplace_back([&] {
        bool good = true;
        for (int i = 0; i < 5; ++i) {
          good = good && store.PutObject(digest, bytes).has_value() &&
                 store.GetObject(DigestText(digest)).value_or("") == bytes;
        }
        one = good ? 1 : 0;
      });
    }
  }
  CHECK(done == std::vector<int>(8, 1));
  const fs::directory_iterator files(folder.path / "sha256");
  CHECK(std::distance(begin(files), end(files)) == 1);
}

// A store with the example's manifest, program and input in it.
RecordStore StoreOf(const fs::path& folder, const RecordExample& example) {
  RecordStore store = OpenStore(folder);
  for (const std::string& bytes : {example.manifest, example.program_bytes, example.action_json}) {
    REQUIRE(store.PutObject(Sha256(bytes), bytes).has_value());
  }
  return store;
}

// The record with `from` in its core replaced, and the digest made to fit again.
std::string Altered(const RecordExample& example, const std::string& from, const std::string& to) {
  std::string core = example.core;
  const size_t at = core.find(from);
  REQUIRE(at != std::string::npos);
  core.replace(at, from.size(), to);
  return R"({"core":)" + core + R"(,"coreDigest":")" + DigestText(Sha256(core)) + "\"}";
}

TEST_CASE("replay makes the same core again") {
  for (const ExampleKind kind : {ExampleKind::Document, ExampleKind::EveryKind}) {
    for (const bool stamped : {false, true}) {
      const TemporaryFolder folder;
      const RecordExample example(kind, stamped);
      const Result<Replay> replay = ReplayRecord(example.record, StoreOf(folder.path, example));
      REQUIRE(replay.has_value());
      CHECK(replay->same);
      CHECK(replay->recorded_core == example.core);
      CHECK(replay->replayed_core == example.core);
      CHECK(replay->difference == "");
    }
  }
}

TEST_CASE("replay names the first member that differs") {
  const TemporaryFolder folder;
  const RecordExample example;
  const RecordStore store = StoreOf(folder.path, example);
  struct Row {
    const char* from;
    const char* to;
    const char* difference;
  };
  const Row rows[] = {
      {R"("verdict":"escalate"})", R"("verdict":"allow"})", "findings[1].verdict"},
      {R"("quorum":2)", R"("quorum":1)", "demands[0].quorum"},
      {R"("approvals":[])", R"("approvals":["ann"])", "approvals[0]"},
      {R"("facts":{})", R"("facts":{"change":"x"})", "facts.change"},
      {R"("semantics":"2+)", R"("semantics":"3+)", "semantics"},
      {R"("schema":"remit.core/1",)", "", "schema"},
  };
  for (const Row& row : rows) {
    INFO(row.from);
    const Result<Replay> replay = ReplayRecord(Altered(example, row.from, row.to), store);
    REQUIRE(replay.has_value());
    CHECK_FALSE(replay->same);
    CHECK(replay->replayed_core == example.core);
    CHECK(replay->difference == row.difference);
  }
}

TEST_CASE("replay without its manifest, program or input cannot decide") {
  const RecordExample example;
  for (const std::string& bytes : {example.manifest, example.program_bytes, example.action_json}) {
    const TemporaryFolder folder;
    const RecordStore store = StoreOf(folder.path, example);
    const fs::path path = folder.path / "sha256" / DigestText(Sha256(bytes)).substr(7);
    WriteFile(path, bytes + " ");
    CheckFails(ReplayRecord(example.record, store), ErrorKind::Missing,
               "the file is damaged: its digest is not its name");
    fs::remove(path);
    CheckFails(ReplayRecord(example.record, store), ErrorKind::Missing, "there is no such file");
  }
}

TEST_CASE("what is no decision record is not replayed") {
  const TemporaryFolder folder;
  const RecordExample example;
  const RecordStore store = StoreOf(folder.path, example);
  std::string tampered = example.record;
  tampered.replace(tampered.find(R"("quorum":2)"), 10, R"("quorum":1)");
  struct Row {
    std::string record;
    std::string message;
  };
  const Row rows[] = {
      {"{}", "it has no `core`"},
      {"[]", "it has no `core`"},
      {R"({"core":1,"coreDigest":"x"})", "it has no `core`"},
      {R"({"core":{}})", "it has no `coreDigest`"},
      {tampered, "its core is not that of `coreDigest`"},
      {Altered(example, "\"bundle\"", "\"bundled\""), "its core names no bundle or no input"},
      {Altered(example, "\"now\"", "\"noW\""), "its core has no time"},
      {Altered(example, "12:00:00Z\",\"nowS", "12:00\",\"nowS"), "its core has no time"},
  };
  for (const Row& row : rows) {
    CheckFails(ReplayRecord(row.record, store), ErrorKind::BadInput,
               "not a valid record: " + row.message);
    CheckFails(CheckRecord(row.record), ErrorKind::BadInput, "not a valid record: " + row.message);
  }
  CHECK(CheckRecord(example.record).has_value());
  CheckFails(CheckRecord("{"), ErrorKind::BadInput,
             "not a valid record: expected a member name before the end (byte 1)");
}

}  // namespace
}  // namespace remit
