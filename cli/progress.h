// A bar on standard error for what takes longer than a second, where that is a terminal.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace remit {

class Progress {
 public:
  Progress(std::string label, size_t total);
  ~Progress();  // wipes the bar
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Advance(size_t done);  // of total, from the beginning

 private:
  std::string label_;
  size_t total_;
  std::chrono::steady_clock::time_point next_;
  bool terminal_;
  bool shown_ = false;
};

}  // namespace remit
