// "did you mean": the known name that is fewest slips of the hand away, if it is near enough.
#include <algorithm>

#include "dsl/diagnostics/diagnostic.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

// Names longer than this are not compared: the table below is quadratic.
constexpr size_t kLongestName = 64;

// Damerau-Levenshtein distance (restricted: no substring is edited twice), over bytes.
size_t EditDistance(std::string_view a, std::string_view b) {
  const size_t width = b.size() + 1;
  std::vector<size_t> table((a.size() + 1) * width);
  const auto at = [&](size_t i, size_t j) -> size_t& { return table[i * width + j]; };
  for (size_t i = 0; i <= a.size(); ++i) at(i, 0) = i;
  for (size_t j = 0; j <= b.size(); ++j) at(0, j) = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t change = a[i - 1] == b[j - 1] ? 0 : 1;
      size_t best = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + change});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        best = std::min(best, at(i - 2, j - 2) + 1);
      }
      at(i, j) = best;
    }
  }
  return at(a.size(), b.size());
}

}  // namespace

std::string Suggest(std::string_view name, const std::vector<std::string>& candidates) {
  if (name.size() > kLongestName) return {};
  const std::string* nearest = nullptr;
  size_t nearest_distance = name.size() / 3 + 1;  // the first that is too far
  for (const std::string& candidate : candidates) {
    if (candidate == name || candidate.size() > kLongestName) continue;
    const size_t distance = EditDistance(name, candidate);
    if (distance < nearest_distance ||
        (distance == nearest_distance && nearest != nullptr && candidate < *nearest)) {
      nearest = &candidate;
      nearest_distance = distance;
    }
  }
  if (nearest == nullptr) return {};
  return "did you mean `" + EscapeText(*nearest) + "`?";
}

}  // namespace remit
