// Standard output and standard error: answers to one, everything else to the other.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace remit {

enum class Colour { Plain, Bold, Dim, Red, Yellow, Green, Cyan };

// Whether colours may be used on standard output: a terminal, and NO_COLOR unset or empty.
bool OutputHasColour();

// `text` in `colour` where `enabled`.
std::string Paint(bool enabled, Colour colour, std::string_view text);

void Print(std::string_view text);
void PrintError(std::string_view text);

// "WHERE: error: MESSAGE", or "remit: error: MESSAGE" where there is no place; one line.
void PrintError(const Error& error);

// Writes out what Print has gathered; false if some of it was lost.
[[nodiscard]] bool FlushOutput();

}  // namespace remit
