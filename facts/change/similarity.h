// How alike two blobs are, as git estimates it: by counting the bytes of their chunks. Private to
// facts/change.
//
// A chunk ends after a line feed or after 64 bytes; a carriage return before a line feed belongs to
// none, unless the blob is binary. What follows the last whole chunk is not counted (git 2.39). A
// chunk is known by a hash of which there are kChunkHashes; chunks whose hashes collide are one.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace remit {

constexpr int kMaxScore = 60'000;
constexpr uint32_t kChunkHashes = 107'927;

struct Chunk {
  uint32_t hash = 0;   // below kChunkHashes
  uint32_t bytes = 0;  // of all chunks of that hash together
};

struct ChunkCounts {
  uint64_t size = 0;          // of the blob
  std::vector<Chunk> chunks;  // by hash, each once
};

// Counts blob after blob; only the memory of the counting itself is kept between them.
class ChunkCounter {
 public:
  ChunkCounts Count(std::string_view bytes);

 private:
  void Add(uint32_t hash, uint32_t bytes);

  std::vector<uint32_t> bytes_ = std::vector<uint32_t>(kChunkHashes);  // by hash
  std::vector<uint32_t> seen_;                                         // hashes with bytes
};

// Bytes that both have: of each hash the smaller count.
uint64_t CommonBytes(const ChunkCounts& a, const ChunkCounts& b);

// The part of the larger that is common, of kMaxScore; 0 where the sizes alone rule `minimum` out.
int Score(uint64_t a_size, uint64_t b_size, uint64_t common, int minimum);

}  // namespace remit
