// A text in another, in time that grows with both and never with their product: both may come from
// whoever proposes an action.
#pragma once

#include <cstddef>
#include <string_view>

namespace remit {

// The byte where `wanted` first begins at or after byte `from`, at most text.size(); npos if
// nowhere. An empty text begins everywhere.
size_t FindText(std::string_view text, std::string_view wanted, size_t from = 0);

// The byte where `wanted` last begins at or before byte `last`.
size_t FindLastText(std::string_view text, std::string_view wanted, size_t last);

}  // namespace remit
