// The lines of a file that may be larger than memory.
#pragma once

#include <cstddef>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "engine/base/error.h"

namespace remit {

class LineReader {
 public:
  // `most` bytes a line; "-" is standard input. Missing, Io.
  static Result<LineReader> Open(const std::string& path, size_t most);

  // The next line without its end into `line`; false after the last. A line that is too long comes
  // out empty, and too_long() says so.
  bool Next(std::string& line);

  size_t number() const { return number_; }  // of the line that Next gave, from 1
  size_t bytes() const { return bytes_; }    // read so far
  size_t size() const { return size_; }      // of the file; 0 where unknown
  bool too_long() const { return too_long_; }
  bool failed() const { return std::ferror(file_.get()) != 0; }  // the system refused to read on

 private:
  using File = std::unique_ptr<std::FILE, int (*)(std::FILE*)>;
  LineReader(File file, size_t most, size_t size)
      : file_(std::move(file)), most_(most), size_(size) {}

  File file_;
  size_t most_;
  size_t size_;
  size_t number_ = 0;
  size_t bytes_ = 0;
  bool too_long_ = false;
};

}  // namespace remit
