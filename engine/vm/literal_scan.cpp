#include "engine/vm/literal_scan.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <iterator>
#include <map>
#include <ranges>

namespace remit {
namespace {

// More literals than this in a bucket, and those to come are cut to the window that all share: what
// a place in the text costs stays bounded whatever the patterns are.
constexpr size_t kFullBucket = 8;
constexpr uint32_t kFewestBits = 9;  // of the number of a bucket
constexpr size_t kFewLiterals = 32;

// Small letters for capital ones, and some other bytes for others.
constexpr char Folded(char c) { return static_cast<char>(c | 0x20); }

template <typename Word>
Word FoldedWord(const char* at) {
  Word word;
  std::memcpy(&word, at, sizeof(Word));
  return static_cast<Word>(word | static_cast<Word>(0x20202020));
}

uint32_t BucketOf(uint32_t folded, uint32_t shift) { return folded * 0x9E3779B1u >> shift; }

std::string FoldedText(std::string text) {
  std::ranges::transform(text, text.begin(), Folded);
  return text;
}

bool EqualFolded(const char* text, std::string_view folded) {
  return std::ranges::equal(std::string_view(text, folded.size()), folded, {}, Folded);
}

// Two characters beyond ASCII are k and s in another case. RE2's case folding has no others, which
// the test tries with all.
bool FoldsToAscii(std::string_view text) {
  constexpr uint64_t kHigh = 0x8080808080808080;
  uint64_t high = 0;
  size_t at = 0;
  for (; at + 8 <= text.size(); at += 8) {
    uint64_t word;
    std::memcpy(&word, text.data() + at, 8);
    high |= word;
  }
  for (; at < text.size(); ++at) high |= static_cast<unsigned char>(text[at]);
  if ((high & kHigh) == 0) return false;
  return text.find("\u212a") != std::string_view::npos ||
         text.find("\u017f") != std::string_view::npos;
}

}  // namespace

// Literals while they are put into buckets, by windows of 2 or of 4 bytes.
struct LiteralScan::Placing {
  Placing(size_t window_bytes, size_t literals)
      : bytes(window_bytes),
        bits(std::max(kFewestBits, static_cast<uint32_t>(std::bit_width(4 * literals)))),
        buckets(size_t{1} << bits) {}

  uint32_t BucketAt(const std::string& literal, size_t window) const {
    const char* const at = literal.data() + window;
    return BucketOf(bytes == 4 ? FoldedWord<uint32_t>(at) : FoldedWord<uint16_t>(at), 32 - bits);
  }

  struct Place {
    uint32_t bucket, at;
  };
  // By the window that shares its bucket with fewest.
  Place Put(std::string literal) {
    size_t window = 0;
    for (size_t i = 1; i + bytes <= literal.size(); ++i) {
      if (buckets[BucketAt(literal, i)].size() < buckets[BucketAt(literal, window)].size()) {
        window = i;
      }
    }
    const uint32_t bucket = BucketAt(literal, window);
    std::vector<Literal>& others = buckets[bucket];
    if (others.size() >= kFullBucket) {
      literal = literal.substr(window, bytes);
      window = 0;
    }
    const auto same = std::ranges::find(others, literal, &Literal::text);
    const auto at = static_cast<uint32_t>(same - others.begin());
    if (same == others.end()) others.push_back({literal, static_cast<uint32_t>(window), false});
    return {bucket, at};
  }

  // Puts the literals behind those that are in `literals`.
  Windows Take(std::vector<Literal>& literals) {
    Windows windows{32 - bits, std::vector<uint32_t>(buckets.size())};
    for (size_t bucket = 0; bucket < buckets.size(); ++bucket) {
      if (buckets[bucket].empty()) continue;
      windows.buckets[bucket] = static_cast<uint32_t>(literals.size()) + 1;
      std::ranges::move(buckets[bucket], std::back_inserter(literals));
      literals.back().last_of_bucket = true;
    }
    return windows;
  }

  size_t bytes;
  uint32_t bits;
  std::vector<std::vector<Literal>> buckets;
};

LiteralScan::LiteralScan(std::span<const std::vector<std::string>> patterns) {
  std::map<std::string, Placing::Place> places;  // by the literal, folded
  for (const std::vector<std::string>& literals : patterns) {
    for (const std::string& literal : literals) places.try_emplace(FoldedText(literal));
  }
  const auto is_short = [](const std::string& literal) { return literal.size() < 4; };
  // Few literals are looked up in one pass over the text, by the shorter windows if they must.
  const bool one_pass =
      places.size() <= kFewLiterals && std::ranges::any_of(std::views::keys(places), is_short);
  const auto is_long = [&](const std::string& literal) { return !one_pass && !is_short(literal); };
  const auto longer = static_cast<size_t>(std::ranges::count_if(std::views::keys(places), is_long));
  Placing by_two(2, places.size() - longer), by_four(4, longer);
  for (auto& [literal, place] : places) place = (is_long(literal) ? by_four : by_two).Put(literal);
  if (places.size() > longer) short_ = by_two.Take(literals_);
  if (longer > 0) long_ = by_four.Take(literals_);
  words_ = (literals_.size() + 63) / 64;
  for (const std::vector<std::string>& literals : patterns) {
    patterns_.push_back(
        {static_cast<uint32_t>(ids_.size()), static_cast<uint32_t>(literals.size())});
    for (const std::string& literal : literals) {
      const std::string folded = FoldedText(literal);
      const Placing::Place place = places.at(folded);
      ids_.push_back((is_long(folded) ? long_ : short_).buckets[place.bucket] - 1 + place.at);
    }
  }
}

// Marks the literals of a bucket that are in the text where the window at `at` belongs to them.
void LiteralScan::Compare(uint32_t first, std::string_view text, size_t at,
                          std::span<uint64_t> found) const {
  for (uint32_t id = first;; ++id) {
    const Literal& literal = literals_[id];
    if (at >= literal.window && text.size() - (at - literal.window) >= literal.text.size() &&
        EqualFolded(text.data() + (at - literal.window), literal.text)) {
      found[id / 64] |= uint64_t{1} << id % 64;
    }
    if (literal.last_of_bucket) return;
  }
}

template <typename Word>
void LiteralScan::FindBy(const Windows& windows, std::string_view text,
                         std::span<uint64_t> found) const {
  if (windows.buckets.empty()) return;
  const uint32_t* const buckets = windows.buckets.data();
  for (size_t at = 0; at + sizeof(Word) <= text.size(); ++at) {
    const uint32_t first = buckets[BucketOf(FoldedWord<Word>(text.data() + at), windows.shift)];
    if (first != 0) [[unlikely]]
      Compare(first - 1, text, at, found);
  }
}

void LiteralScan::Find(std::string_view text, std::span<uint64_t> found) const {
  std::ranges::fill(found, FoldsToAscii(text) ? ~uint64_t{0} : 0);
  FindBy<uint16_t>(short_, text, found);
  FindBy<uint32_t>(long_, text, found);
}

bool LiteralScan::MayMatch(size_t pattern, std::span<const uint64_t> found) const {
  const Range& range = patterns_[pattern];
  if (range.count == 0) return true;
  const auto is_there = [found](uint32_t id) { return (found[id / 64] >> id % 64 & 1) != 0; };
  return std::ranges::any_of(std::span(ids_).subspan(range.first, range.count), is_there);
}

}  // namespace remit
