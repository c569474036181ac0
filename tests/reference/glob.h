// `glob(path, pattern)`, as language.md sections 3 and 13 have it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace remit::reference {

// Without `.`, empty and resolved `..` segments; a leading `/` stays, a trailing one goes. Nothing
// is left of "." and "".
std::string CleanPath(std::string_view path);

// nullopt: the path leads above where it starts, or the pattern cannot be read.
std::optional<bool> Glob(std::string_view path, std::string_view pattern);

}  // namespace remit::reference
