// Sections in comments are those of Semantic Versioning 2.0.0.
#include "engine/model/semver_text.h"

#include <algorithm>

namespace remit {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

bool IsIdentifierCharacter(char c) {
  return IsDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
}

bool IsDigits(std::string_view text) { return std::ranges::all_of(text, IsDigit); }

// Section 2: a number without leading zeros.
bool IsNumber(std::string_view text) {
  return !text.empty() && IsDigits(text) && (text.size() == 1 || text[0] != '0');
}

// What stands before the next `separator`, which is removed with it; `more` tells whether there was
// one, so that an empty last part is seen.
std::string_view TakePart(std::string_view& text, char separator, bool& more) {
  const size_t end = text.find(separator);
  more = end != std::string_view::npos;
  const std::string_view part = text.substr(0, end);
  text.remove_prefix(more ? end + 1 : text.size());
  return part;
}

// Sections 9 and 10: identifiers joined by dots, none empty.
bool AreIdentifiers(std::string_view text, bool leading_zeros) {
  for (bool more = true; more;) {
    const std::string_view part = TakePart(text, '.', more);
    if (part.empty() || !std::ranges::all_of(part, IsIdentifierCharacter)) return false;
    if (!leading_zeros && IsDigits(part) && !IsNumber(part)) return false;
  }
  return true;
}

struct Parts {
  std::string_view core, prerelease, build;
  bool has_prerelease = false, has_build = false;
};

// A `-` after a `+` belongs to the build metadata.
Parts Divide(std::string_view text) {
  Parts parts;
  parts.core = TakePart(text, '+', parts.has_build);
  parts.build = text;
  text = parts.core;
  parts.core = TakePart(text, '-', parts.has_prerelease);
  parts.prerelease = text;
  return parts;
}

int Sign(int value) { return (value > 0) - (value < 0); }

// Without leading zeros the longer number is the larger one.
int CompareNumbers(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return a.size() < b.size() ? -1 : 1;
  return Sign(a.compare(b));
}

// Section 11.4: numbers as numbers and below what is no number, the rest by ASCII.
int CompareIdentifiers(std::string_view a, std::string_view b) {
  const bool a_number = IsDigits(a), b_number = IsDigits(b);
  if (a_number != b_number) return a_number ? -1 : 1;
  return a_number ? CompareNumbers(a, b) : Sign(a.compare(b));
}

}  // namespace

bool IsSemver(std::string_view text) {
  Parts parts = Divide(text);
  bool more = false;
  for (int i = 0; i < 3; ++i) {
    if (!IsNumber(TakePart(parts.core, '.', more)) || more != (i < 2)) return false;
  }
  return (!parts.has_prerelease || AreIdentifiers(parts.prerelease, false)) &&
         (!parts.has_build || AreIdentifiers(parts.build, true));
}

int CompareSemver(std::string_view a, std::string_view b) {
  Parts left = Divide(a), right = Divide(b);
  bool left_more = false, right_more = false;
  for (int i = 0; i < 3; ++i) {
    const int order =
        CompareNumbers(TakePart(left.core, '.', left_more), TakePart(right.core, '.', right_more));
    if (order != 0) return order;
  }
  // Section 11.3: a version before its release comes before it.
  if (left.has_prerelease != right.has_prerelease) return left.has_prerelease ? -1 : 1;
  if (!left.has_prerelease) return 0;
  do {
    const int order = CompareIdentifiers(TakePart(left.prerelease, '.', left_more),
                                         TakePart(right.prerelease, '.', right_more));
    if (order != 0) return order;
  } while (left_more && right_more);
  if (left_more == right_more) return 0;
  return left_more ? 1 : -1;  // section 11.4.4: more identifiers come later
}

}  // namespace remit
