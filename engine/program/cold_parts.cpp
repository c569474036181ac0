#include "engine/program/cold_parts.h"

#include <algorithm>
#include <functional>
#include <span>

#include "engine/program/cost.h"

namespace remit {
namespace {

// How many chunks deciding may run, from the first: those of conjuncts come last. What a chunk
// evaluates comes before it.
size_t ChunksRun(const Program& program) {
  size_t count = 0;
  const auto run = [&](ChunkId chunk) {
    if (chunk != kNone) count = std::max<size_t>(count, chunk + 1);
  };
  for (const Rule& rule : program.rules) EachChunkOf(program, rule, run);
  for (const Let& let : program.lets) {
    run(let.chunk);
    for (const ChunkId because : program.ids[let.because]) run(because);
  }
  return count;
}

template <typename T>
std::string_view Bytes(std::span<const T> records) {
  return {reinterpret_cast<const char*>(records.data()), records.size_bytes()};
}

bool LiesIn(std::string_view part, std::string_view bytes) {
  const std::less_equal<const char*> before;
  return before(bytes.data(), part.data()) &&
         before(part.data() + part.size(), bytes.data() + bytes.size());
}

}  // namespace

std::array<std::string_view, 4> ColdParts(const Program& program, std::string_view bytes) {
  const size_t run = ChunksRun(program);
  const std::span<const Chunk> chunks(program.chunks);
  const std::span<const Instruction> code(program.code);
  const size_t code_run = run < chunks.size() ? chunks[run].begin : code.size();
  std::array parts = {Bytes(std::span<const Constant>(program.constants)),
                      Bytes(std::span<const Constant>(program.constant_items)),
                      Bytes(chunks.subspan(run)), Bytes(code.subspan(code_run))};
  for (std::string_view& part : parts) {
    if (part.empty() || !LiesIn(part, bytes)) part = {};
  }
  // All that follows the code is cold.
  std::string_view& last = parts.back();
  if (!last.empty()) last = {last.data(), bytes.data() + bytes.size()};
  return parts;
}

}  // namespace remit
