#include "cli/stamp.h"

#include <sys/random.h>

#include <chrono>

#include "engine/model/time_text.h"

namespace remit {

Stamp StampNow() {
  using std::chrono::duration_cast;
  using std::chrono::milliseconds;
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  Stamp stamp;
  stamp.milliseconds = duration_cast<milliseconds>(now).count();
  stamp.time = MakeTimestamp(stamp.milliseconds / 1000,
                             static_cast<uint32_t>(stamp.milliseconds % 1000 * 1'000'000));
  stamp.text = FormatTimestamp(stamp.time);
  return stamp;
}

Result<std::string> RandomBytes() {
  std::string bytes(16, '\0');
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) {
    return Fail(ErrorKind::Io, "the system gives no random bytes");
  }
  return bytes;
}

}  // namespace remit
