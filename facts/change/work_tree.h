// Files of the work tree as `git add` would store them. Nothing is written and no program run:
// where a filter such as LFS's would, the bytes are those on disk. Private to facts/change.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "engine/base/error.h"
#include "facts/change/repository.h"

namespace remit {

// What stands at a path, links not followed.
struct WorkTreeEntry {
  uint32_t mode = 0;  // git's: 0100644, 0100755, 0120000; 040000 for a folder
  uint64_t bytes = 0;
};

// nullopt: nothing is there, or nothing that git keeps (a socket), or it is beyond a symlink.
std::optional<WorkTreeEntry> FindInWorkTree(const Repository& repository, const std::string& path);

// The bytes of a file, of a symlink its target. Missing: FindInWorkTree finds no such thing.
// Limit: larger than `limit`.
Result<std::string> ReadInWorkTree(const Repository& repository, const std::string& path,
                                   size_t limit);

// The hex id that bytes have as a blob.
std::string BlobId(const std::string& bytes);

}  // namespace remit
