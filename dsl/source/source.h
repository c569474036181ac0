// Policy files as text, and places in them.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace remit {

using FileId = uint32_t;

// A range of bytes of one file.
struct Span {
  FileId file = 0;
  uint32_t begin = 0;
  uint32_t end = 0;
  bool operator==(const Span&) const = default;
};

struct LineColumn {
  uint32_t line = 1;    // from 1
  uint32_t column = 1;  // from 1, in code points
};

struct SourceFile {
  std::string path;  // as shown to people: relative to the policy root where it lies inside
  std::string name;  // as the program calls it, wherever the file lies on this machine
  std::string text;
  std::vector<uint32_t> line_starts;
  std::vector<uint32_t> code_points;  // before every kStride-th byte
};

// Every file that took part in a compilation. FileIds index `files`.
class SourceSet {
 public:
  FileId Add(std::string path, std::string text);  // its name is its path
  void Rename(FileId id, std::string name) { files_[id].name = std::move(name); }
  const SourceFile& file(FileId id) const { return files_[id]; }
  size_t size() const { return files_.size(); }
  LineColumn Locate(const Span& span) const;              // of span.begin
  std::string_view Line(FileId id, uint32_t line) const;  // without its line end
  std::string_view Text(const Span& span) const;

 private:
  std::vector<SourceFile> files_;
};

// The bytes of a file of the policy root, wherever that is; paths are relative to it, cleaned, with
// `/`.
using FileReader = std::function<Result<std::string>(const std::string& path)>;

// The bytes of the file at `path`; Limit if larger than `limits.bytes` (known before memory is
// taken), Missing or Io otherwise.
Result<std::string> ReadSourceFile(const std::string& path, const SourceLimits& limits = {});

}  // namespace remit
