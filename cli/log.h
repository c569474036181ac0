// Logging of the program (never of the library), to standard error.
#pragma once

#include <string_view>

namespace remit {

// `level` is one that ParseArguments lets through.
void SetLogLevel(std::string_view level);

void LogInfo(std::string_view text);   // what was read from where
void LogDebug(std::string_view text);  // how long it took, how much there was

}  // namespace remit
