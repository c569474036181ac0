#include "tests/reference/semver.h"

#include <algorithm>
#include <string>
#include <vector>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

constexpr std::string_view kDigits = "0123456789";
constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";

bool IsNumeric(std::string_view identifier) {
  return !identifier.empty() && identifier.find_first_not_of(kDigits) == identifier.npos;
}

bool IsNumber(std::string_view identifier) {
  return IsNumeric(identifier) && (identifier == "0" || identifier.front() != '0');
}

std::vector<std::string_view> SplitAtDots(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t dot = text.find('.');
    parts.push_back(text.substr(0, dot));
    if (dot == text.npos) return parts;
    text.remove_prefix(dot + 1);
  }
}

// MAJOR.MINOR.PATCH[-PRERELEASE][+BUILD], cut but not checked.
struct Version {
  std::vector<std::string_view> core, prerelease, build;
};

Version Cut(std::string_view text) {
  Version version;
  const size_t plus = text.find('+');
  if (plus != text.npos) version.build = SplitAtDots(text.substr(plus + 1));
  text = text.substr(0, plus);
  const size_t hyphen = text.find('-');
  if (hyphen != text.npos) version.prerelease = SplitAtDots(text.substr(hyphen + 1));
  version.core = SplitAtDots(text.substr(0, hyphen));
  return version;
}

bool IsVersion(std::string_view text) {
  const Version version = Cut(text);
  const auto identifier = [](std::string_view part) {
    const std::string allowed = std::string(kDigits) + std::string(kLetters);
    return !part.empty() && part.find_first_not_of(allowed) == part.npos;
  };
  const auto of_prerelease = [&](std::string_view part) {
    return identifier(part) && (!IsNumeric(part) || IsNumber(part));
  };
  return version.core.size() == 3 &&
         std::all_of(version.core.begin(), version.core.end(), IsNumber) &&
         std::all_of(version.prerelease.begin(), version.prerelease.end(), of_prerelease) &&
         std::all_of(version.build.begin(), version.build.end(), identifier);
}

// Numbers have any length, and no zeros in front: the longer is the larger.
std::strong_ordering CompareNumerals(std::string_view a, std::string_view b) {
  return a.size() != b.size() ? a.size() <=> b.size() : a <=> b;
}

std::strong_ordering CompareIdentifiers(std::string_view a, std::string_view b) {
  if (IsNumeric(a) && IsNumeric(b)) return CompareNumerals(a, b);
  if (IsNumeric(a) || IsNumeric(b)) return IsNumeric(b) <=> IsNumeric(a);
  return a <=> b;
}

}  // namespace

Value CallSemver(Arena& arena, std::span<const Value> args) {
  if (args.size() != 1 || args[0].kind != ValueKind::String) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  if (!IsVersion(args[0].string())) return Wrong(arena, EvalErrorCode::InvalidArgument);
  return MakeSemver(arena.Copy(args[0].string()));
}

std::strong_ordering CompareVersions(std::string_view a, std::string_view b) {
  const Version x = Cut(a), y = Cut(b);
  for (size_t i = 0; i < 3; ++i) {
    const auto order = CompareNumerals(x.core[i], y.core[i]);
    if (order != 0) return order;
  }
  // A version that has no prerelease comes after those that have one.
  if (x.prerelease.empty() || y.prerelease.empty()) {
    return x.prerelease.empty() <=> y.prerelease.empty();
  }
  for (size_t i = 0; i < std::min(x.prerelease.size(), y.prerelease.size()); ++i) {
    const auto order = CompareIdentifiers(x.prerelease[i], y.prerelease[i]);
    if (order != 0) return order;
  }
  return x.prerelease.size() <=> y.prerelease.size();
}

}  // namespace remit::reference
