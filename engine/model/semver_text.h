// Versions as Semantic Versioning 2.0.0 has them (semver.org): what one is, and which comes first.
#pragma once

#include <string_view>

namespace remit {

// Whether `text` is MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD], exactly: no leading `v`, no number
// with a leading zero (build metadata may have them), no space. Numbers may have any length.
bool IsSemver(std::string_view text);

// Below 0, 0 or above 0: the precedence of `a` against that of `b`, both of which are versions.
// Build metadata does not count: versions that differ in nothing else compare as equal.
int CompareSemver(std::string_view a, std::string_view b);

}  // namespace remit
