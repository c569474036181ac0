#include "facts/change/similarity.h"

#include <algorithm>

#include "facts/change/renames.h"

namespace remit {
namespace {

constexpr uint32_t kLongestChunk = 64;

// Git's own judgement of content alone; a UTF-16 mark makes no difference to it.
bool IsText(std::string_view bytes) {
  return bytes.substr(0, 8000).find('\0') == std::string_view::npos;
}

// Git's hash of a chunk: two words that rotate into each other, seven bits a byte.
class ChunkHash {
 public:
  void Add(uint8_t byte) {
    const uint32_t low = low_;
    low_ = ((low_ << 7) ^ (high_ >> 25)) + byte;
    high_ = (high_ << 7) ^ (low >> 25);
  }
  uint32_t value() const { return (low_ + high_ * 0x61) % kChunkHashes; }

 private:
  uint32_t low_ = 0, high_ = 0;
};

}  // namespace

void ChunkCounter::Add(uint32_t hash, uint32_t bytes) {
  if (bytes_[hash] == 0) seen_.push_back(hash);
  bytes_[hash] += bytes;
}

ChunkCounts ChunkCounter::Count(std::string_view bytes) {
  const bool is_text = IsText(bytes);
  ChunkHash hash;
  uint32_t length = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    const char byte = bytes[at];
    if (byte == '\r' && is_text && at + 1 < bytes.size() && bytes[at + 1] == '\n') continue;
    hash.Add(static_cast<uint8_t>(byte));
    if (++length < kLongestChunk && byte != '\n') continue;
    Add(hash.value(), length);
    hash = {};
    length = 0;
  }

  std::ranges::sort(seen_);
  ChunkCounts counts{bytes.size(), {}};
  counts.chunks.reserve(seen_.size());
  for (const uint32_t seen : seen_) {
    counts.chunks.push_back({seen, bytes_[seen]});
    bytes_[seen] = 0;
  }
  seen_.clear();
  return counts;
}

uint64_t CommonBytes(const ChunkCounts& a, const ChunkCounts& b) {
  uint64_t common = 0;
  auto left = a.chunks.begin();
  auto right = b.chunks.begin();
  while (left != a.chunks.end() && right != b.chunks.end()) {
    if (left->hash < right->hash) {
      ++left;
    } else if (right->hash < left->hash) {
      ++right;
    } else {
      common += std::min(left++->bytes, right++->bytes);
    }
  }
  return common;
}

int Score(uint64_t a_size, uint64_t b_size, uint64_t common, int minimum) {
  const auto [smaller, larger] = std::minmax(a_size, b_size);
  const auto slack = static_cast<uint64_t>(kMaxScore - minimum);
  if (smaller == 0 || larger * slack < (larger - smaller) * kMaxScore) return 0;
  return static_cast<int>(common * kMaxScore / larger);
}

int SimilarityScore(std::string_view old_bytes, std::string_view new_bytes) {
  ChunkCounter counter;
  const ChunkCounts old_counts = counter.Count(old_bytes);
  const ChunkCounts new_counts = counter.Count(new_bytes);
  return Score(old_counts.size, new_counts.size, CommonBytes(old_counts, new_counts), 0);
}

}  // namespace remit
