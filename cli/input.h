// What actions are read from: one JSON document, or a document on each line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"

namespace remit {

// The largest input of `remit decide`: it is read whole before the first answer.
inline constexpr size_t kInputBytes = 1u << 30;

// The bytes of the file at `path`, or of standard input for "-". Limit, Missing, Io.
Result<std::string> ReadInput(const std::string& path);

struct InputDocument {
  std::string_view text;  // without the line end
  size_t line = 1;        // where it begins
};

// A text that is one document, over however many lines, is one action; otherwise every line that
// holds more than blanks is one. A broken text counts as lines where one of its lines is a JSON
// object from the first column on. Empty: there was nothing but blanks.
std::vector<InputDocument> SplitDocuments(std::string_view text, const JsonLimits& limits);

// Whether `line` holds nothing but JSON's white space.
bool IsBlank(std::string_view line);

}  // namespace remit
