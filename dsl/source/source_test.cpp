#include "dsl/source/source.h"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace remit {
namespace {

namespace fs = std::filesystem;

// A folder of this test's own, gone with it.
struct Folder {
  fs::path path = fs::temp_directory_path() / ("remit_source_" + std::to_string(getpid()));
  Folder() { fs::create_directories(path); }
  ~Folder() { fs::remove_all(path); }
  std::string Write(const std::string& name, const std::string& text) const {
    std::ofstream(path / name, std::ios::binary) << text;
    return (path / name).string();
  }
};

TEST_CASE("a place is a line and a column of code points") {
  SourceSet sources;
  // Bytes: a(0) é(1-2) 😀(3-6) b(7) \r(8) \n(9) c(10) \n(11) \n(12) d(13), no line end at the last.
  const FileId id = sources.Add("p", "a\u00e9\U0001F600b\r\nc\n\nd");
  struct Row {
    uint32_t begin, line, column;
  };
  const std::vector<Row> rows = {{0, 1, 1},  {1, 1, 2},  {3, 1, 3},  {7, 1, 4},
                                 {8, 1, 5},  {10, 2, 1}, {11, 2, 2}, {12, 3, 1},
                                 {13, 4, 1}, {14, 4, 2}, {99, 4, 2}};
  for (const Row& row : rows) {
    INFO(row.begin);
    const LineColumn place = sources.Locate({id, row.begin, row.begin});
    CHECK(place.line == row.line);
    CHECK(place.column == row.column);
  }
}

TEST_CASE("a column in a long line counts as one in a short line does") {
  SourceSet sources;
  std::string text;
  for (int i = 0; i < 400; ++i) text += "\u00e9";  // a line of 800 bytes
  const FileId id = sources.Add("p", "x\n" + text);
  for (const uint32_t column : {1u, 2u, 128u, 129u, 130u, 257u, 400u}) {
    const uint32_t begin = 2 + 2 * (column - 1);
    const LineColumn place = sources.Locate({id, begin, begin});
    CHECK(place.line == 2);
    CHECK(place.column == column);
  }
}

TEST_CASE("a line is shown without its end") {
  SourceSet sources;
  const FileId id = sources.Add("p", "one\r\ntwo\n\nlast");
  const FileId empty = sources.Add("q", "");
  const FileId ended = sources.Add("r", "x\n");
  const std::vector<std::string_view> lines = {"", "one", "two", "", "last", ""};
  for (uint32_t line = 0; line < lines.size(); ++line) CHECK(sources.Line(id, line) == lines[line]);
  CHECK(sources.Line(empty, 1) == "");
  CHECK(sources.Line(ended, 1) == "x");
  CHECK(sources.Line(ended, 2) == "");
  CHECK(sources.Locate({ended, 2, 2}).line == 2);
  CHECK(sources.size() == 3);
  CHECK(sources.file(ended).path == "r");
}

TEST_CASE("the text of a span ends where the file does") {
  SourceSet sources;
  const FileId id = sources.Add("p", "policy");
  CHECK(sources.Text({id, 0, 3}) == "pol");
  CHECK(sources.Text({id, 4, 99}) == "cy");
  CHECK(sources.Text({id, 99, 100}) == "");
  CHECK(sources.Text({id, 3, 1}) == "");
}

TEST_CASE("files are read whole or refused in words") {
  const Folder folder;
  SourceLimits limits;
  limits.bytes = 8;
  const std::string bytes("a\0\r\n\xff", 5);
  const Result<std::string> whole = ReadSourceFile(folder.Write("whole", bytes), limits);
  REQUIRE(whole);
  CHECK(*whole == bytes);
  CHECK(ReadSourceFile(folder.Write("empty", ""), limits).value() == "");
  CHECK(ReadSourceFile(folder.Write("full", "12345678"), limits).value() == "12345678");

  const std::string pipe = (folder.path / "pipe").string();
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  // Larger than any memory: the size is looked at before a byte is read. It takes no disk.
  const std::string huge = folder.Write("huge", "");
  REQUIRE(truncate(huge.c_str(), off_t{1} << 42) == 0);
  struct Row {
    std::string path;
    ErrorKind kind;
    std::string message;
  };
  const std::vector<Row> rows = {
      {(folder.path / "none").string(), ErrorKind::Missing, "there is no such file"},
      {(folder.path / "whole" / "x").string(), ErrorKind::Missing, "there is no such file"},
      {folder.path.string(), ErrorKind::Io, "is not a file"},
      {pipe, ErrorKind::Io, "is not a file"},
      {"/dev/null", ErrorKind::Io, "is not a file"},
      {folder.Write("large", "123456789"), ErrorKind::Limit, "the file is larger than 8 bytes"},
      {huge, ErrorKind::Limit, "the file is larger than 8 bytes"},
  };
  for (const Row& row : rows) {
    INFO(row.path);
    const Result<std::string> read = ReadSourceFile(row.path, limits);
    REQUIRE_FALSE(read);
    CHECK(read.error().kind == row.kind);
    CHECK(read.error().message == row.message);
  }
}

}  // namespace
}  // namespace remit
