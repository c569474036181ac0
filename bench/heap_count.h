// What a program takes from the heap. Linking heap_count.cpp replaces `new` by one that counts.
#pragma once

#include <cstddef>
#include <string>

namespace remit::bench {

// How often `new` was called so far, by any thread.
size_t Allocations();

// Bytes that are allocated now, as the C library counts them, beside the pages of the file at
// `path` that this process has mapped and touched.
size_t MemoryInUse(const std::string& path);

}  // namespace remit::bench
