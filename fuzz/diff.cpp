// Any bytes as the two sides of a changed file, parted by the first 0x1E: their text is UTF-8, the
// hunks between them lead from one to the other, and how alike they are is within its bounds.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "facts/change/renames.h"
#include "facts/change/similarity.h"
#include "facts/change/text.h"
#include "tests/support/hunk_laws.h"

namespace {

// What DecodeName made the name from.
std::string BytesOf(std::string_view name) {
  std::string bytes;
  while (!name.empty()) {
    const size_t end = std::min(name.find("\\x{"), name.size());
    bytes += name.substr(0, end);
    name.remove_prefix(end);
    if (name.empty()) break;
    bytes += static_cast<char>(std::stoi(std::string(name.substr(3, 2)), nullptr, 16));
    name.remove_prefix(6);
  }
  return bytes;
}

void CheckText(std::string_view bytes) {
  const std::string text = remit::DecodeText(bytes);
  REMIT_CHECK(remit::ValidUtf8Prefix(text) == text.size(), "decoded text is UTF-8");
  REMIT_CHECK(remit::DecodeText(text) == text, "decoded text is its own text");
  const std::string name = remit::DecodeName(bytes);
  REMIT_CHECK(remit::ValidUtf8Prefix(name) == name.size(), "a name is UTF-8");
  REMIT_CHECK(BytesOf(name) == bytes, "no two names become one");
  if (remit::ValidUtf8Prefix(bytes) == bytes.size()) {
    REMIT_CHECK(text == bytes, "UTF-8 is kept");
    REMIT_CHECK(name == bytes || bytes.contains("\\x{"), "names in UTF-8 are kept");
  }

  const std::vector<size_t> starts = remit::LineStarts(bytes);
  REMIT_CHECK(starts.front() == 0 && starts.back() == bytes.size(), "lines cover the text");
  for (size_t i = 1; i < starts.size(); ++i) {
    REMIT_CHECK(starts[i - 1] < starts[i], "lines ascend");
    const bool ends = bytes[starts[i] - 1] == '\n' || i + 1 == starts.size();
    REMIT_CHECK(ends, "a line ends behind a line feed or with the text");
  }
}

void CheckHunks(std::string_view old_text, std::string_view new_text) {
  const auto hunks = remit::DiffTexts(old_text, new_text);
  REMIT_CHECK(hunks, "small texts are compared");
  const std::string broken = remit::BrokenHunkLaw(old_text, new_text, *hunks);
  REMIT_CHECK(broken.empty(), broken.c_str());
}

int ScoreOf(const remit::ChunkCounts& one, const remit::ChunkCounts& other) {
  return remit::Score(one.size, other.size, remit::CommonBytes(one, other), 0);
}

void CheckSimilarity(const std::string& old_bytes, const std::string& new_bytes) {
  static remit::ChunkCounter counter;  // half a megabyte, which would be most of a run
  const remit::ChunkCounts old_counts = counter.Count(old_bytes);
  const remit::ChunkCounts new_counts = counter.Count(new_bytes);
  const int score = ScoreOf(old_counts, new_counts);
  REMIT_CHECK(score == ScoreOf(new_counts, old_counts), "likeness is mutual");
  const size_t smaller = std::min(old_bytes.size(), new_bytes.size());
  const size_t larger = std::max(old_bytes.size(), new_bytes.size());
  REMIT_CHECK(score >= 0 && static_cast<size_t>(score) * larger <= smaller * 60'000,
              "no more is common than the smaller side has");
  REMIT_CHECK(score <= ScoreOf(old_counts, old_counts) && score <= ScoreOf(new_counts, new_counts),
              "nothing is more like a text than itself");

  // The contents serve as ids.
  const auto renames =
      remit::FindRenames({{"a", old_bytes, 0100644}}, {{"b", new_bytes, 0100644}},
                         [](const std::string& blob) { return remit::Result<std::string>(blob); });
  REMIT_CHECK(renames, "what can be read is searched");
  const int percent = old_bytes == new_bytes ? 100 : score >= 30'000 ? score * 100 / 60'000 : 0;
  const std::vector<remit::Rename> expected{{0, 0, percent}};
  REMIT_CHECK(percent == 0 ? renames->empty() : *renames == expected, "half is enough");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const size_t gap = std::min(input.find('\x1e'), input.size());
  const std::string old_bytes(input.substr(0, gap));
  const std::string new_bytes(input.substr(std::min(gap + 1, input.size())));
  CheckText(old_bytes);
  CheckText(new_bytes);
  CheckHunks(old_bytes, new_bytes);
  CheckHunks(remit::DecodeText(old_bytes), remit::DecodeText(new_bytes));
  CheckSimilarity(old_bytes, new_bytes);
  return 0;
}
