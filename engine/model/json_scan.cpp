// simdjson's first stage does the work: 6 GB/s, UTF-8 included. Its parsers proper are not used,
// for the reasons that json_read.cpp gives.
#include "engine/model/json_scan.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

namespace remit {
namespace {

constexpr size_t kMostBytes = 0xFFFF'0000;
constexpr size_t kFirstCapacity = 4096;
constexpr size_t kUnusedDepth = 1;  // stage 2 alone has a depth

const uint8_t* Bytes(std::string_view text) {
  return reinterpret_cast<const uint8_t*>(text.data());
}

}  // namespace

JsonScanner::JsonScanner() = default;
JsonScanner::~JsonScanner() = default;
JsonScanner::JsonScanner(JsonScanner&&) noexcept = default;

bool JsonScanner::Scan(std::string_view text) {
  places_ = {};
  if (text.size() > kMostBytes) return false;
  if (stage1_ == nullptr || stage1_->capacity() < text.size()) {
    size_t capacity = stage1_ == nullptr ? kFirstCapacity : 2 * stage1_->capacity();
    capacity = std::min(std::max(capacity, text.size()), kMostBytes);
    stage1_ = nullptr;
    if (simdjson::get_active_implementation()->create_dom_parser_implementation(
            capacity, kUnusedDepth, stage1_) != simdjson::SUCCESS) {
      return false;
    }
  }
  if (stage1_->stage1(Bytes(text), text.size(), simdjson::stage1_mode::regular) !=
      simdjson::SUCCESS) {
    return false;
  }
  places_ = {stage1_->structural_indexes.get(), stage1_->n_structural_indexes};
  has_backslash_ = std::memchr(text.data(), '\\', text.size()) != nullptr;
  return true;
}

}  // namespace remit
