#include "cli/progress.h"

#include <unistd.h>

#include <algorithm>
#include <utility>

#include "cli/output.h"

namespace remit {
namespace {

constexpr size_t kWidth = 32;
constexpr auto kDelay = std::chrono::seconds(1);
constexpr auto kPause = std::chrono::milliseconds(100);

}  // namespace

Progress::Progress(std::string label, size_t total)
    : label_(std::move(label)),
      total_(std::max<size_t>(total, 1)),
      next_(std::chrono::steady_clock::now() + kDelay),
      terminal_(isatty(STDERR_FILENO) != 0) {}

Progress::~Progress() {
  if (shown_) PrintError("\r\x1b[K");
}

void Progress::Advance(size_t done) {
  if (!terminal_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now < next_) return;
  next_ = now + kPause;
  shown_ = true;
  const size_t part = std::min(done, total_);
  const size_t filled = part * kWidth / total_;
  PrintError("\r" + label_ + " [" + std::string(filled, '#') + std::string(kWidth - filled, '.') +
             "] " + std::to_string(part * 100 / total_) + " %\x1b[K");
}

}  // namespace remit
