// Files that are there whole or not at all.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace remit {

// Written aside and renamed; a file that is there already keeps its mode, and a symlink to one
// stays a symlink. What is there and no file (a device, a pipe) is written to as it is. Io.
Result<void> WriteWhole(const std::string& path, std::string_view bytes);

}  // namespace remit
