#include "engine/model/unicode.h"

#include <algorithm>
#include <iterator>

namespace remit {
namespace {

struct CodePointRange {
  char32_t first;
  char32_t last;
};

#include "engine/model/unicode_table.inc"

// Every range ends where it begins or after, and the next begins after that.
static_assert(std::ranges::all_of(kWhiteSpace, [](const auto& r) { return r.first <= r.last; }));
static_assert(std::ranges::adjacent_find(kWhiteSpace, [](const auto& a, const auto& b) {
                return b.first <= a.last;
              }) == std::end(kWhiteSpace));

}  // namespace

std::string_view UnicodeTableVersion() { return kUnicodeVersion; }

bool IsWhiteSpace(char32_t code_point) {
  return std::ranges::any_of(kWhiteSpace, [code_point](const CodePointRange& range) {
    return range.first <= code_point && code_point <= range.last;
  });
}

}  // namespace remit
