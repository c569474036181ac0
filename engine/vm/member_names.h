// Names of JSON members: compared by their ends first, and told apart within an object.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

namespace remit {

// A name of at most 16 bytes is its key; a longer one is its key and what follows these.
struct NameKey {
  uint64_t head = 0;  // the first 8 bytes; 0 after the end
  uint64_t tail = 0;  // the next 8
  uint32_t size = 0;
  bool operator==(const NameKey&) const = default;
};

// Which bits of a head and a tail belong to a name of so many bytes, where bytes are loaded lowest
// first.
struct NameMask {
  uint64_t head = 0;
  uint64_t tail = 0;
};
constexpr NameMask MaskOfName(size_t size) {
  const auto bits = [](size_t bytes) {
    return bytes >= 8 ? ~uint64_t{0} : (uint64_t{1} << (8 * bytes)) - 1;
  };
  return {bits(size), size <= 8 ? 0 : bits(size - 8)};
}

// How many bytes from a name's first on are looked at at once, where there are so many.
inline constexpr ptrdiff_t kNameLoad =
    std::endian::native == std::endian::little ? 16 : PTRDIFF_MAX;

inline uint64_t LoadWord(const char* from) {
  uint64_t word = 0;
  std::memcpy(&word, from, 8);
  return word;
}

// The bytes up to `readable` may be looked at (and are disregarded): many at once are cheaper than
// few.
inline NameKey KeyOfName(std::string_view name, const char* readable) {
  // In variables of their own, not in a NameKey: copying what was stored in halves stalls.
  uint64_t head = 0;
  uint64_t tail = 0;
  if (readable - name.data() >= kNameLoad) {
    const NameMask mask = MaskOfName(name.size());
    head = LoadWord(name.data()) & mask.head;
    tail = LoadWord(name.data() + 8) & mask.tail;
  } else if (name.size() > 8) {
    std::memcpy(&head, name.data(), 8);
    std::memcpy(&tail, name.data() + 8, name.size() < 16 ? name.size() - 8 : 8);
  } else if (!name.empty()) {
    std::memcpy(&head, name.data(), name.size());
  }
  return {head, tail, static_cast<uint32_t>(name.size())};
}

inline uint64_t HashOfKey(const NameKey& key) {
  return (key.head ^ std::rotl(key.tail, 31) ^ key.size) * 0x9E37'79B9'7F4A'7C15;
}

// `a` and `b` have the same key and are the names of it.
inline bool SameName(const NameKey& key, const char* a, const char* b) {
  return key.size <= 16 || std::memcmp(a + 16, b + 16, key.size - 16) == 0;
}

// The names of the objects that are being read, innermost last; each object's own from some index
// on. Finds a name that an object has twice.
class MemberNames {
 public:
  // Forgets all; `most` names will come, some more at the utmost.
  void Begin(size_t most);

  uint32_t count() const { return static_cast<uint32_t>(names_.size()); }
  // Ends the object whose names begin at `first`.
  void CutTo(uint32_t first) { names_.resize(first); }

  // Adds a name to the object whose names begin at `first`. False: the object has it already, or
  // has names that a hash tells apart badly.
  bool Add(uint32_t first, const NameKey& key, const char* text) {
    const size_t before = names_.size() - first;
    if (before >= kFewNames) return AddToMany(first, key, text);
    for (size_t i = first; i < names_.size(); ++i) {
      if (names_[i].key == key && SameName(key, names_[i].text, text)) return false;
    }
    names_.push_back({key, text, 0});
    return true;
  }

 private:
  static constexpr size_t kFewNames = 16;  // compared one by one

  struct Name {
    NameKey key;
    const char* text;
    uint64_t owner;  // of an object's first name: its number once it has many
  };
  struct Place {
    uint64_t owner = 0;  // of a Begin before the last one: free
    uint32_t hash = 0;
    uint32_t size = 0;
    const char* text = nullptr;
  };

  bool AddToMany(uint32_t first, const NameKey& key, const char* text);
  bool Insert(uint64_t owner, const Name& name);

  std::vector<Name> names_;
  std::vector<Place> table_;  // of the objects with many names: open addressing, a power of two
  size_t most_ = 0;
  uint64_t last_owner_ = 0;
  uint64_t first_owner_ = 1;  // of this text
};

}  // namespace remit
