// Which deleted and added files are one file that was renamed, as `git diff -M` says (50 %): exact
// matches first, then those of the same base name, then the best of the rest. Private to
// facts/change.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"

namespace remit {

struct RenameCandidate {
  std::string path;   // as git has it: bytes
  std::string blob;   // hex
  uint32_t mode = 0;  // git's: 0100644 …
};

struct Rename {
  size_t deleted = 0, added = 0;  // indices of the candidates
  int similarity = 100;           // percent, rounded down
  bool operator==(const Rename&) const = default;
};

// The bytes of a blob; called at most once a candidate. An error ends the search.
using BlobReader = std::function<Result<std::string>(const std::string& blob)>;

// The pairs, by `added`. Each candidate is in at most one. As git: symlinks and submodules match
// exactly or not at all, an empty file exactly or not at all; where deleted × added is over
// `most_pairs` only exact and base-name matches are made.
Result<std::vector<Rename>> FindRenames(const std::vector<RenameCandidate>& deleted,
                                        const std::vector<RenameCandidate>& added,
                                        const BlobReader& read, size_t most_pairs = 1'000'000);

// git's estimate of how much of `new_bytes` is `old_bytes`, 0 to 60000 (MAX_SCORE).
int SimilarityScore(std::string_view old_bytes, std::string_view new_bytes);

}  // namespace remit
