// Which files are made by tools, as data: generated_paths.yaml. By path alone: what a file says of
// itself, or .gitattributes of it, is the change's own word. Private to facts/change.
#pragma once

#include <string_view>

namespace remit {

bool IsGeneratedPath(std::string_view path);

}  // namespace remit
