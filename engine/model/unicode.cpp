#include "engine/model/unicode.h"

#include <algorithm>

namespace remit {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

#include "engine/model/unicode_table.inc"

}  // namespace

std::string_view UnicodeTableVersion() { return kUnicodeVersion; }

bool IsWhiteSpace(char32_t code_point) {
  return std::ranges::any_of(kWhiteSpace, [code_point](const CodePointRange& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

}  // namespace remit
