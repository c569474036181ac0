// The rules are those of git 2.39's `git diff -M`. Where several pairings are equally good the
// outcome depends on the order in which git looks at them, and so on details that look arbitrary
// here: they are kept because the same change must have the same renames in both.
#include "facts/change/renames.h"

#include <algorithm>
#include <array>
#include <deque>
#include <map>
#include <numeric>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "facts/change/similarity.h"

namespace remit {
namespace {

constexpr int kMinScore = kMaxScore / 2;
constexpr int kMinBaseNameScore = kMinScore + (kMaxScore - kMinScore) / 2;
constexpr size_t kExactChoices = 100;  // equal blobs looked at for one with the same base name
constexpr size_t kChoicesEach = 4;     // candidates kept for an added file
constexpr size_t kSeveral = SIZE_MAX;  // in place of an index: the base name is not unique

bool IsRegular(const RenameCandidate& file) { return (file.mode & 0170000) == 0100000; }

std::string_view BaseName(std::string_view path) { return path.substr(path.rfind('/') + 1); }

// Deleted files, or added ones.
struct Side {
  const std::vector<RenameCandidate>& files;
  std::vector<size_t> open;                        // indices of those not paired yet, by path
  std::vector<std::optional<ChunkCounts>> counts;  // by index, of those that were read

  explicit Side(const std::vector<RenameCandidate>& candidates)
      : files(candidates), open(candidates.size()), counts(candidates.size()) {
    std::iota(open.begin(), open.end(), size_t{0});
    std::ranges::sort(open, {}, [&](size_t i) { return std::string_view(files[i].path); });
  }
};

struct Search {
  Side deleted, added;
  const BlobReader& read;
  ChunkCounter counter;
  std::vector<Rename> found;
};

void Pair(Search& search, size_t deleted, size_t added, int score) {
  search.found.push_back({deleted, added, score * 100 / kMaxScore});
}

// Takes what `found` has from `first` on out of both lists of open files.
void ClosePairs(Search& search, size_t first) {
  std::vector<bool> deleted(search.deleted.files.size()), added(search.added.files.size());
  for (size_t i = first; i < search.found.size(); ++i) {
    deleted[search.found[i].deleted] = true;
    added[search.found[i].added] = true;
  }
  std::erase_if(search.deleted.open, [&](size_t i) { return deleted[i]; });
  std::erase_if(search.added.open, [&](size_t i) { return added[i]; });
}

Result<const ChunkCounts*> Counts(Search& search, Side& side, size_t i) {
  if (!side.counts[i]) {
    const Result<std::string> bytes = search.read(side.files[i].blob);
    if (!bytes) return std::unexpected(bytes.error());
    side.counts[i] = search.counter.Count(*bytes);
  }
  return &*side.counts[i];
}

// Equal blobs: of the sources left the one with the same base name, else the first.
void MatchExact(Search& search) {
  // Permissions make no difference to a regular file; of anything else the mode must be the same.
  const auto key = [](const RenameCandidate& file) {
    return std::pair(std::string_view(file.blob), IsRegular(file) ? 0 : file.mode);
  };
  std::map<std::pair<std::string_view, uint32_t>, std::deque<size_t>> sources;
  for (const size_t i : search.deleted.open) sources[key(search.deleted.files[i])].push_back(i);

  for (const size_t added : search.added.open) {
    const auto group = sources.find(key(search.added.files[added]));
    if (group == sources.end() || group->second.empty()) continue;
    std::deque<size_t>& equal = group->second;
    const auto end = equal.begin() + static_cast<ptrdiff_t>(std::min(equal.size(), kExactChoices));
    const std::string_view name = BaseName(search.added.files[added].path);
    auto best = std::find_if(equal.begin(), end, [&](size_t i) {
      return BaseName(search.deleted.files[i].path) == name;
    });
    if (best == end) best = equal.begin();
    Pair(search, *best, added, kMaxScore);
    equal.erase(best);
  }
  ClosePairs(search, 0);
}

using ByBaseName = std::unordered_map<std::string_view, size_t>;

// The open file of each base name, or kSeveral.
ByBaseName IndexBaseNames(const Side& side) {
  ByBaseName index;
  for (const size_t i : side.open) {
    const auto [place, is_new] = index.emplace(BaseName(side.files[i].path), i);
    if (!is_new) place->second = kSeveral;
  }
  return index;
}

// A base name that only one file on either side has: a strong hint, which asks for a higher score
// but for no comparison with other files.
Result<void> MatchBaseNames(Search& search) {
  const size_t first = search.found.size();
  const ByBaseName sources = IndexBaseNames(search.deleted);
  const ByBaseName targets = IndexBaseNames(search.added);
  for (const size_t deleted : search.deleted.open) {
    const std::string_view name = BaseName(search.deleted.files[deleted].path);
    const auto target = targets.find(name);
    if (target == targets.end() || target->second == kSeveral || sources.at(name) == kSeveral) {
      continue;
    }
    const size_t added = target->second;
    if (!IsRegular(search.deleted.files[deleted]) || !IsRegular(search.added.files[added])) {
      continue;
    }
    const Result<const ChunkCounts*> from = Counts(search, search.deleted, deleted);
    if (!from) return std::unexpected(from.error());
    const Result<const ChunkCounts*> to = Counts(search, search.added, added);
    if (!to) return std::unexpected(to.error());
    const int score =
        Score((*from)->size, (*to)->size, CommonBytes(**from, **to), kMinBaseNameScore);
    if (score < kMinBaseNameScore) continue;
    Pair(search, deleted, added, score);
    search.deleted.counts[deleted].reset();
    search.added.counts[added].reset();
  }
  ClosePairs(search, first);
  return {};
}

// Where each chunk occurs among the deleted files, so that what an added file has in common with
// all of them is counted in one pass over its chunks.
struct ChunkIndex {
  struct Place {
    uint32_t source = 0;  // position in the list of open deleted files
    uint32_t bytes = 0;
  };
  std::vector<size_t> first = std::vector<size_t>(kChunkHashes + 1);  // by hash, into places
  std::vector<Place> places;
  std::vector<uint64_t> sizes;  // of the sources
};

Result<ChunkIndex> IndexChunks(Search& search) {
  ChunkIndex index;
  Side& side = search.deleted;
  index.sizes.resize(side.open.size());
  for (size_t source = 0; source < side.open.size(); ++source) {
    const size_t i = side.open[source];
    if (!IsRegular(side.files[i])) continue;  // size 0: its score is 0 with whatever it is compared
    const Result<const ChunkCounts*> counts = Counts(search, side, i);
    if (!counts) return std::unexpected(counts.error());
    index.sizes[source] = (*counts)->size;
    for (const Chunk& chunk : (*counts)->chunks) ++index.first[chunk.hash];
  }
  std::partial_sum(index.first.begin(), index.first.end(), index.first.begin());

  // `first` is now where the places of each hash end; filling them moves it to where they begin.
  index.places.resize(index.first.back());
  for (size_t source = 0; source < side.open.size(); ++source) {
    std::optional<ChunkCounts>& counts = side.counts[side.open[source]];
    if (!counts) continue;
    for (const Chunk& chunk : counts->chunks) {
      index.places[--index.first[chunk.hash]] = {static_cast<uint32_t>(source), chunk.bytes};
    }
    counts.reset();
  }
  return index;
}

// Into `common`, by source.
void CountCommon(const ChunkIndex& index, const ChunkCounts& target,
                 std::vector<uint64_t>& common) {
  common.assign(index.sizes.size(), 0);
  for (const Chunk& chunk : target.chunks) {
    for (size_t at = index.first[chunk.hash]; at < index.first[chunk.hash + 1]; ++at) {
      const ChunkIndex::Place& place = index.places[at];
      common[place.source] += std::min(place.bytes, chunk.bytes);
    }
  }
}

struct Choice {
  int score = -1;  // -1: none
  bool same_name = false;
  size_t deleted = 0, added = 0;
};

bool IsBetter(const Choice& a, const Choice& b) {
  return std::tie(a.score, a.same_name) > std::tie(b.score, b.same_name);
}

// The best sources of an added file; which of equals stay, and in which order, is git's.
class BestChoices {
 public:
  void Offer(const Choice& choice) {
    auto worst = best_.begin();
    for (auto it = best_.begin() + 1; it != best_.end(); ++it) {
      if (IsBetter(*worst, *it)) worst = it;
    }
    if (IsBetter(choice, *worst)) *worst = choice;
  }
  const std::array<Choice, kChoicesEach>& get() const { return best_; }

 private:
  std::array<Choice, kChoicesEach> best_;
};

Result<std::vector<Choice>> CollectChoices(Search& search) {
  const Result<ChunkIndex> index = IndexChunks(search);
  if (!index) return std::unexpected(index.error());
  std::vector<Choice> choices;
  std::vector<uint64_t> common;
  for (const size_t added : search.added.open) {
    if (!IsRegular(search.added.files[added])) continue;
    const Result<const ChunkCounts*> target = Counts(search, search.added, added);
    if (!target) return std::unexpected(target.error());
    CountCommon(*index, **target, common);
    const std::string_view name = BaseName(search.added.files[added].path);
    BestChoices best;
    for (size_t source = 0; source < search.deleted.open.size(); ++source) {
      const size_t deleted = search.deleted.open[source];
      const int score = Score(index->sizes[source], (*target)->size, common[source], kMinScore);
      best.Offer({score, BaseName(search.deleted.files[deleted].path) == name, deleted, added});
    }
    for (const Choice& choice : best.get()) {
      if (choice.score >= kMinScore) choices.push_back(choice);
    }
    search.added.counts[added].reset();
  }
  return choices;
}

// Every file left with every other, the best pairs first.
Result<void> MatchRest(Search& search) {
  const Result<std::vector<Choice>> choices = CollectChoices(search);
  if (!choices) return std::unexpected(choices.error());
  std::vector<size_t> order(choices->size());
  std::iota(order.begin(), order.end(), size_t{0});
  std::ranges::sort(order, [&](size_t a, size_t b) {
    const Choice &left = (*choices)[a], &right = (*choices)[b];
    if (IsBetter(left, right) || IsBetter(right, left)) return IsBetter(left, right);
    return a < b;
  });
  std::vector<bool> deleted(search.deleted.files.size()), added(search.added.files.size());
  for (const size_t i : order) {
    const Choice& choice = (*choices)[i];
    if (deleted[choice.deleted] || added[choice.added]) continue;
    deleted[choice.deleted] = added[choice.added] = true;
    Pair(search, choice.deleted, choice.added, choice.score);
  }
  return {};
}

}  // namespace

Result<std::vector<Rename>> FindRenames(const std::vector<RenameCandidate>& deleted,
                                        const std::vector<RenameCandidate>& added,
                                        const BlobReader& read, size_t most_pairs) {
  Search search{Side(deleted), Side(added), read, {}, {}};
  MatchExact(search);
  if (const Result<void> done = MatchBaseNames(search); !done) {
    return std::unexpected(done.error());
  }
  // A quotient, as a product could overflow.
  const size_t sources = search.deleted.open.size(), targets = search.added.open.size();
  if (sources != 0 && targets != 0 && sources <= most_pairs / targets) {
    if (const Result<void> done = MatchRest(search); !done) return std::unexpected(done.error());
  }
  std::ranges::sort(search.found, {}, &Rename::added);
  return std::move(search.found);
}

}  // namespace remit
