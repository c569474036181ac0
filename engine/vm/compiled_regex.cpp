#include "engine/vm/compiled_regex.h"

#include <re2/filtered_re2.h>
#include <re2/re2.h>

#include <algorithm>
#include <optional>

#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "engine/vm/literal_scan.h"

namespace remit {
namespace {

// Each literal of a pattern is one question more to RE2, and each question takes longer.
constexpr size_t kMostAtoms = 64;

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

// The longest part of an atom that LiteralScan can look for; empty if there is none. What is not
// ASCII is left out, for RE2 folds its case by tables that it does not show.
std::string_view LiteralOf(std::string_view atom) {
  std::string_view longest;
  for (size_t begin = 0; begin < atom.size();) {
    const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
    const std::string_view rest = atom.substr(begin);
    const auto length =
        static_cast<size_t>(std::ranges::find_if_not(rest, is_ascii) - rest.begin());
    if (length > longest.size()) longest = rest.substr(0, length);
    begin += length + 1;
  }
  if (longest.size() < kShortestLiteral) return {};
  return longest.substr(0, kLongestLiteral);
}

}  // namespace

CompiledRegex::CompiledRegex(std::unique_ptr<re2::FilteredRE2> regex)
    : regex_(std::move(regex)), re2_(&regex_->GetRE2(0)) {}
CompiledRegex::CompiledRegex(CompiledRegex&&) noexcept = default;
CompiledRegex& CompiledRegex::operator=(CompiledRegex&&) noexcept = default;
CompiledRegex::~CompiledRegex() = default;

Result<CompiledRegex> CompiledRegex::Compile(std::string_view pattern) {
  constexpr size_t kMost = FunctionLimits().pattern_bytes;
  if (pattern.size() > kMost) {
    return Fail(ErrorKind::BadProgram, "bad regex: " + std::to_string(pattern.size()) +
                                           " bytes are over the limit of " + std::to_string(kMost));
  }
  re2::RE2::Options options;
  options.set_max_mem(ProgramLimits().regex_memory);
  options.set_log_errors(false);
  auto regex = std::make_unique<re2::FilteredRE2>(static_cast<int>(kShortestLiteral));
  int id = 0;
  if (regex->Add(Piece(pattern), options, &id) != re2::RE2::NoError) {
    const re2::RE2 refused(Piece(pattern), options);
    return Fail(ErrorKind::BadProgram,
                "bad regex `" + EscapeText(pattern, 60) + "`: " + EscapeText(refused.error(), 120));
  }
  return CompiledRegex(std::move(regex));
}

bool CompiledRegex::Matches(std::string_view text) const {
  return re2_->Match(Piece(text), 0, text.size(), re2::RE2::UNANCHORED, nullptr, 0);
}

size_t CompiledRegex::groups() const {
  return static_cast<size_t>(re2_->NumberOfCapturingGroups());
}

bool CompiledRegex::Find(std::string_view text, size_t from,
                         std::span<std::string_view> found) const {
  std::array<re2::StringPiece, std::tuple_size_v<Groups>> pieces;
  const size_t count = std::min(found.size(), pieces.size());
  if (!re2_->Match(Piece(text), from, text.size(), re2::RE2::UNANCHORED, pieces.data(),
                   static_cast<int>(count))) {
    return false;
  }
  for (size_t i = 0; i < count; ++i) found[i] = {pieces[i].data(), pieces[i].size()};
  return true;
}

// RE2 knows a condition of `and` and `or` over its atoms and answers whether it can hold where
// these atoms are found and no others. A set of atoms without any of which it cannot hold is a set
// of which every match has one. All of them may be; those that can be left out are, shortest first,
// for a short one is in many texts.
std::vector<std::string> CompiledRegex::RequiredLiterals() {
  std::vector<std::string> atoms;
  regex_->Compile(&atoms);
  if (atoms.size() > kMostAtoms) return {};
  std::vector<std::string_view> literals;
  for (const std::string& atom : atoms) literals.push_back(LiteralOf(atom));
  std::vector<bool> required(atoms.size());
  const auto may_match_without_them = [&] {
    std::vector<int> found, matching;
    for (size_t i = 0; i < atoms.size(); ++i) {
      if (!required[i]) found.push_back(static_cast<int>(i));
    }
    regex_->AllPotentials(found, &matching);
    return !matching.empty();
  };
  for (size_t i = 0; i < atoms.size(); ++i) required[i] = !literals[i].empty();
  if (may_match_without_them()) return {};
  std::vector<size_t> by_length;
  for (size_t i = 0; i < atoms.size(); ++i) by_length.push_back(i);
  std::ranges::sort(by_length, {}, [&](size_t i) { return std::pair(literals[i].size(), i); });
  for (const size_t i : by_length) {
    if (!required[i]) continue;
    required[i] = false;
    if (may_match_without_them()) required[i] = true;
  }
  std::vector<std::string> kept;
  for (size_t i = 0; i < atoms.size(); ++i) {
    if (required[i]) kept.emplace_back(literals[i]);
  }
  return kept;
}

}  // namespace remit
