#include "bench/heap_count.h"

#include <malloc.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <new>
#include <string_view>
#include <system_error>

namespace {

std::atomic<size_t> g_allocations{0};

}  // namespace

void* operator new(size_t size) {
  g_allocations.fetch_add(1, std::memory_order_relaxed);
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete[](void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, size_t) noexcept { std::free(memory); }
void operator delete[](void* memory, size_t) noexcept { std::free(memory); }

namespace remit::bench {
namespace {

// "Rss:   12 kB" of the mappings of one file, in bytes.
size_t TouchedPages(const std::string& path) {
  std::error_code fault;
  const std::string whole = std::filesystem::canonical(path, fault).string();
  std::ifstream smaps("/proc/self/smaps");
  bool ours = false;
  size_t bytes = 0;
  for (std::string line; std::getline(smaps, line);) {
    const size_t first = line.find(' ');
    if (first != line.npos && first > 0 && line[first - 1] != ':') {
      ours = !fault && line.ends_with(" " + whole);  // a mapping's first line ends with its file
    } else if (ours && line.starts_with("Rss:")) {
      bytes += std::strtoull(line.c_str() + 4, nullptr, 10) * 1024;
    }
  }
  return bytes;
}

}  // namespace

size_t Allocations() { return g_allocations.load(std::memory_order_relaxed); }

size_t MemoryInUse(const std::string& path) {
  const struct mallinfo2 heap = mallinfo2();
  return heap.uordblks + heap.hblkhd + TouchedPages(path);
}

}  // namespace remit::bench
