#include "engine/vm/member_names.h"

#include <algorithm>
#include <functional>

namespace remit {
namespace {

// Names that somebody chose so that their hashes meet are left to who sorts them.
constexpr size_t kMostSteps = 64;

}  // namespace

void MemberNames::Begin(size_t most) {
  names_.clear();
  most_ = most;
  first_owner_ = last_owner_ + 1;
}

bool MemberNames::AddToMany(uint32_t first, const NameKey& key, const char* text) {
  uint64_t owner = names_[first].owner;
  if (owner == 0) {
    const size_t wanted = std::bit_ceil(2 * most_ + kFewNames);
    // Others of this text may have places by now, but then the table is large enough.
    if (table_.size() < wanted) table_.assign(wanted, Place());
    owner = names_[first].owner = ++last_owner_;
    for (size_t i = first; i < names_.size(); ++i) {
      if (!Insert(owner, names_[i])) return false;
    }
  }
  names_.push_back({key, text, 0});
  return Insert(owner, names_.back());
}

bool MemberNames::Insert(uint64_t owner, const Name& name) {
  const std::string_view text(name.text, name.key.size);
  const size_t hash = std::hash<std::string_view>()(text) ^ owner * 0x9E37'79B9'7F4A'7C15;
  const auto low = static_cast<uint32_t>(hash);
  const size_t mask = table_.size() - 1;
  for (size_t step = 0; step < kMostSteps; ++step) {
    Place& place = table_[((hash >> 32) + step) & mask];
    if (place.owner < first_owner_) {
      place = {owner, low, name.key.size, name.text};
      return true;
    }
    if (place.owner == owner && place.hash == low &&
        std::string_view(place.text, place.size) == text) {
      return false;
    }
  }
  return false;
}

}  // namespace remit
