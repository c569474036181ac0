// Absolute URLs of the schemes http, https, ws, wss, ftp and file, as the WHATWG URL standard reads
// them; docs/decisions.md says where there is an error instead.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"

namespace remit::reference {

// `url(text)`: a map of host, path, port, query and scheme.
Value CallUrl(Arena& arena, std::span<const Value> args);

}  // namespace remit::reference
