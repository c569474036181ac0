#include "cli/output.h"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>

#include "engine/base/escape.h"

namespace remit {
namespace {

const char* CodeText(Colour colour) {
  switch (colour) {
    case Colour::Plain:
      return "0";
    case Colour::Bold:
      return "1";
    case Colour::Dim:
      return "2";
    case Colour::Red:
      return "31";
    case Colour::Yellow:
      return "33";
    case Colour::Green:
      return "32";
    case Colour::Cyan:
      return "36";
  }
  return "0";
}

}  // namespace

bool OutputHasColour() {
  const char* no_color = std::getenv("NO_COLOR");
  if (no_color != nullptr && *no_color != '\0') return false;
  return isatty(STDOUT_FILENO) != 0;
}

std::string Paint(bool enabled, Colour colour, std::string_view text) {
  if (!enabled || colour == Colour::Plain) return std::string(text);
  return "\x1b[" + std::string(CodeText(colour)) + "m" + std::string(text) + "\x1b[0m";
}

void Print(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stdout); }

void PrintError(std::string_view text) { std::fwrite(text.data(), 1, text.size(), stderr); }

void PrintError(const Error& error) {
  const std::string where = error.where.empty() ? "remit" : EscapeText(error.where);
  PrintError(where + ": error: " + error.message + "\n");
}

bool FlushOutput() { return std::fflush(stdout) == 0 && std::ferror(stdout) == 0; }

}  // namespace remit
