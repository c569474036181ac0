#include "engine/base/check.h"

#include <cstdio>
#include <cstdlib>

namespace remit {

void CheckFailed(const char* file, int line, const char* condition, const char* why) {
  std::fprintf(stderr, "%s:%d: internal error: %s (%s)\n", file, line, why, condition);
  std::abort();
}

}  // namespace remit
