// The version as `remit --version` prints it and records name it.
#pragma once

#include <string_view>

namespace remit {

inline constexpr std::string_view kVersionText = "remit 0.1.0";

}  // namespace remit
