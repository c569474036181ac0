// Numbers gathered by strings of a program: where each string's id is its rank, counting sorts.
#pragma once

#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "engine/program/program.h"

namespace remit {

class ByString {
 public:
  explicit ByString(size_t strings) : starts_(strings + 1) {}

  void Add(StringId string, uint32_t number) { added_.emplace_back(string, number); }

  // Once, after the last Add.
  void Sort() {
    for (const auto& [string, number] : added_) ++starts_[string + 1];
    for (size_t i = 1; i < starts_.size(); ++i) starts_[i] += starts_[i - 1];
    numbers_.resize(added_.size());
    std::vector<uint32_t> next = starts_;
    for (const auto& [string, number] : added_) numbers_[next[string]++] = number;
  }

  // Those of one string, in the order in which they were added.
  std::span<const uint32_t> Of(StringId string) const {
    return std::span(numbers_).subspan(starts_[string], starts_[string + 1] - starts_[string]);
  }

 private:
  std::vector<std::pair<StringId, uint32_t>> added_;
  std::vector<uint32_t> starts_;
  std::vector<uint32_t> numbers_;
};

}  // namespace remit
