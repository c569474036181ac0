// Road four of four for errors: a bug of ours. Always on; says why and stops the process.
#pragma once

namespace remit {
[[noreturn]] void CheckFailed(const char* file, int line, const char* condition, const char* why);
}  // namespace remit

#define REMIT_CHECK(condition, why)                    \
  (static_cast<bool>(condition) ? static_cast<void>(0) \
                                : ::remit::CheckFailed(__FILE__, __LINE__, #condition, why))
