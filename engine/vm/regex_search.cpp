#include "engine/vm/regex_search.h"

#include <re2/re2.h>

#include <utility>

namespace remit {

SharedRegexes ShareRegexes(std::vector<CompiledRegex> regexes) {
  std::vector<std::vector<std::string>> literals;
  for (CompiledRegex& regex : regexes) literals.push_back(regex.RequiredLiterals());
  return {std::move(regexes), LiteralScan(literals)};
}

RegexSearch::RegexSearch(const SharedRegexes& shared)
    : shared_(shared), found_(scanned_.size() * shared.scan.words()), own_(shared.regexes.size()) {}

bool RegexSearch::MayMatch(uint32_t id, std::string_view text) {
  const LiteralScan& scan = shared_.scan;
  if (!scan.Covers(id)) return true;
  // Texts that begin at the same 16 bytes, or far apart, may share a place: then each scans
  // again.
  const size_t place = reinterpret_cast<uintptr_t>(text.data()) / 16 % scanned_.size();
  Scanned& scanned = scanned_[place];
  const std::span<uint64_t> found(found_.data() + place * scan.words(), scan.words());
  if (scanned.decision != decision_ || scanned.text.data() != text.data() ||
      scanned.text.size() != text.size()) {
    scan.Find(text, found);
    scanned = {decision_, text};
  }
  return scan.MayMatch(id, found);
}

const CompiledRegex& RegexSearch::regex(uint32_t id) {
  Own& own = own_[id];
  if (own.copy) return *own.copy;
  const CompiledRegex& shared = shared_.regexes[id];
  if (own.searches >= kSearchesToOwn || ++own.searches < kSearchesToOwn) return shared;
  const auto instructions = static_cast<size_t>(shared.re2().ProgramSize());
  if (instructions > kOwnInstructions - instructions_) return shared;
  Result<CompiledRegex> copy = CompiledRegex::Compile(shared.re2().pattern());
  if (!copy) return shared;
  instructions_ += instructions;
  return own.copy.emplace(std::move(*copy));
}

}  // namespace remit
