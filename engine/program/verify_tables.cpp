// The verifier's first part: the tables that code and rules refer to.
#include <algorithm>
#include <cmath>
#include <cstring>
#include <span>
#include <utility>

#include "engine/base/escape.h"
#include "engine/model/semver_text.h"
#include "engine/program/layout.h"
#include "engine/program/verification.h"

namespace remit {
namespace {

// Of types and constants: what no input can exceed no program needs.
constexpr uint32_t kMaxDepth = JsonLimits{}.depth;

// That every list lies in its table. Bytes can hold no other, a program made by hand can.
bool VerifyLists(Verification& v) {
  bool good = true;
  EachOwner(v.program, [&](std::string_view owner, const auto& owners) {
    for (size_t i = 0; i < owners.size() && good; ++i) {
      EachList(owners[i], [&]<typename T>(TableRange<T> list) {
        const size_t size = (v.program.*ListTable<T>::table).size();
        if (list.first <= size && list.count <= size - list.first) return;
        good = v.Refuse({owner, i}, "its list of " + std::string(ListTable<T>::name) +
                                        " is not all among the " + std::to_string(size));
      });
    }
  });
  return good;
}

// A character of ASCII is a text wherever it stands.
bool IsAscii(std::string_view bytes) {
  uint64_t all = 0;
  size_t i = 0;
  for (; i + sizeof all <= bytes.size(); i += sizeof all) {
    uint64_t word;
    std::memcpy(&word, bytes.data() + i, sizeof word);
    all |= word;
  }
  for (; i < bytes.size(); ++i) all |= static_cast<uint8_t>(bytes[i]);
  return (all & 0x8080808080808080) == 0;
}

// text > before, by words of eight bytes: texts in a row begin alike.
bool IsAfter(std::string_view text, std::string_view before) {
  const size_t common = std::min(text.size(), before.size());
  if (common < sizeof(uint64_t)) return text > before;
  const auto word_at = [](std::string_view of, size_t at) {
    uint64_t word;
    std::memcpy(&word, of.data() + at, sizeof word);
    return __builtin_bswap64(word);  // the first byte counts most
  };
  for (size_t i = 0; i + sizeof(uint64_t) < common; i += sizeof(uint64_t)) {
    const uint64_t word = word_at(text, i), word_before = word_at(before, i);
    if (word != word_before) return word > word_before;
  }
  const size_t last = common - sizeof(uint64_t);  // it may overlap what is equal
  const uint64_t word = word_at(text, last), word_before = word_at(before, last);
  return word != word_before ? word > word_before : text.size() > before.size();
}

// Texts in ascending order; `is_text` says which are UTF-8.
bool VerifyOrder(Verification& v, std::string_view kind, const StringTable& texts,
                 std::vector<uint8_t>& is_text) {
  const bool ascii = IsAscii({texts.bytes.data(), texts.bytes.size()});
  is_text.resize(texts.size(), 1);
  std::string_view before;
  for (size_t i = 0; i < texts.size(); ++i) {
    const std::string_view text = texts[i];
    if (!ascii) is_text[i] = ValidUtf8Prefix(text) == text.size();
    if (i > 0 && !IsAfter(text, before)) {
      return v.Refuse({kind, i}, "not after the one before it: strings ascend, no two equal");
    }
    before = text;
  }
  return true;
}

bool VerifyStrings(Verification& v) {
  std::vector<uint8_t> is_text;
  if (!VerifyOrder(v, "text", v.program.texts, is_text)) return false;
  const auto bytes = std::ranges::find(is_text, uint8_t{0});
  if (bytes != is_text.end()) {
    return v.Refuse({"text", static_cast<size_t>(bytes - is_text.begin())}, "it is not UTF-8");
  }
  return VerifyOrder(v, "string", v.program.strings, v.is_text);
}

bool VerifyTypes(Verification& v) {
  const Table<FactType>& types = v.program.types;
  if (types.empty() || types[0] != FactType{}) return v.Refuse("type 0 is not Any");
  std::vector<uint32_t> depth(types.size());
  for (size_t i = 0; i < types.size(); ++i) {
    const bool has_element = types[i].kind == FactKind::List || types[i].kind == FactKind::Map;
    if (has_element && types[i].element >= i) {
      return v.Refuse({"type", i}, "its element type " + std::to_string(types[i].element) +
                                       " does not come before it");
    }
    if (has_element) depth[i] = depth[types[i].element] + 1;
    if (depth[i] > kMaxDepth) {
      return v.Refuse({"type", i}, "nested deeper than the limit of " + std::to_string(kMaxDepth));
    }
    if (!has_element && types[i].element != 0) {
      return v.Refuse({"type", i}, "an element type where there are no elements");
    }
  }
  return true;
}

// Constants and their items. `depth` is the nesting of each item, `owned` whether a list or map
// has it already: an item of two would let a few bytes stand for an endless value.
struct ConstantCheck {
  Verification& v;
  std::vector<uint32_t> depth;
  std::vector<bool> owned;
  std::vector<bool> is_bytes;  // of each string: a Bytes constant has it

  bool Scalar(const ProgramPart& part, const Constant& constant);
  bool Container(const ProgramPart& part, const Constant& constant, size_t end, uint32_t* levels);
  bool Keys(const ProgramPart& part, const Constant& map);
  bool One(const ProgramPart& part, const Constant& constant, size_t end, uint32_t* levels);
};

bool IsContainer(ValueKind kind) {
  return kind == ValueKind::List || kind == ValueKind::Map || kind == ValueKind::Optional;
}

// Whether `octets` are a value of a kind that is kept as bytes: any, or an address of 4 or 16, with
// one more that is a prefix's size in a Cidr.
bool IsOf(ValueKind kind, std::string_view octets) {
  if (kind == ValueKind::Bytes) return true;
  if (octets.empty()) return false;
  const size_t address = kind == ValueKind::Cidr ? octets.size() - 1 : octets.size();
  if (address != 4 && address != 16) return false;
  return kind == ValueKind::Ip || static_cast<unsigned char>(octets.back()) <= 8 * address;
}

bool ConstantCheck::Scalar(const ProgramPart& part, const Constant& constant) {
  const int64_t bits = constant.bits;
  bool in_range = true;
  bool uses_first = false;
  switch (constant.kind) {
    case ValueKind::Null:
      in_range = bits == 0;
      break;
    case ValueKind::Bool:
      in_range = bits == 0 || bits == 1;
      break;
    case ValueKind::Type:
      in_range = bits > static_cast<int64_t>(ValueKind::Error) &&
                 bits <= static_cast<int64_t>(ValueKind::Semver);
      break;
    case ValueKind::Timestamp:
      in_range = bits >= kMinTimestampSeconds && bits <= kMaxTimestampSeconds &&
                 constant.count < 1'000'000'000;
      break;
    case ValueKind::String:
      uses_first = true;
      in_range = bits == 0;
      if (!v.CheckText(part, constant.first)) return false;
      break;
    case ValueKind::Bytes:
    case ValueKind::Ip:
    case ValueKind::Cidr:
      uses_first = true;
      if (!v.Check(part, "string", constant.first, v.program.strings.size())) return false;
      is_bytes[constant.first] = true;
      in_range = bits == 0 && IsOf(constant.kind, v.program.strings[constant.first]);
      break;
    case ValueKind::Semver:
      uses_first = true;
      if (!v.CheckText(part, constant.first)) return false;
      in_range = bits == 0 && IsSemver(v.program.strings[constant.first]);
      break;
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Duration:
    case ValueKind::List:
    case ValueKind::Map:
    case ValueKind::Optional:
      break;
    case ValueKind::Error:
      return v.Refuse(part, "no constant is an error");
  }
  if (!in_range) return v.Refuse(part, "a value that its kind does not have");
  if ((!uses_first && constant.first != 0) ||
      (constant.kind != ValueKind::Timestamp && constant.count != 0)) {
    return v.Refuse(part, "a member that its kind does not use is not 0");
  }
  return true;
}

int CompareNumbers(const Constant& a, const Constant& b) {
  const auto less = [](const Constant& x, const Constant& y) {
    const auto ux = static_cast<uint64_t>(x.bits);
    const auto uy = static_cast<uint64_t>(y.bits);
    if (x.kind == ValueKind::Uint) {
      return y.kind == ValueKind::Uint ? ux < uy : std::cmp_less(ux, y.bits);
    }
    return y.kind == ValueKind::Uint ? std::cmp_less(x.bits, uy) : x.bits < y.bits;
  };
  return less(a, b) ? -1 : less(b, a) ? 1 : 0;
}

// As CompareKeys: bools, then numbers, then strings; -1 for what is no key.
int KeyRank(ValueKind kind) {
  if (kind == ValueKind::Bool) return 0;
  if (kind == ValueKind::Int || kind == ValueKind::Uint) return 1;
  return kind == ValueKind::String ? 2 : -1;
}

bool KeyLess(const Constant& a, const Constant& b) {
  if (KeyRank(a.kind) != KeyRank(b.kind)) return KeyRank(a.kind) < KeyRank(b.kind);
  if (a.kind == ValueKind::Bool) return a.bits < b.bits;
  if (a.kind == ValueKind::String) return a.first < b.first;  // strings ascend with their ids
  return CompareNumbers(a, b) < 0;
}

bool ConstantCheck::Keys(const ProgramPart& part, const Constant& map) {
  const Constant* items = v.program.constant_items.data() + map.first;
  for (size_t i = 0; i < map.count; ++i) {
    if (KeyRank(items[2 * i].kind) < 0) {
      return v.Refuse(part, "key " + std::to_string(i) + " is no bool, int, uint or string");
    }
    if (i > 0 && !KeyLess(items[2 * (i - 1)], items[2 * i])) {
      return v.Refuse(part, "key " + std::to_string(i) + " is not after the one before it");
    }
  }
  return true;
}

bool ConstantCheck::Container(const ProgramPart& part, const Constant& constant, size_t end,
                              uint32_t* levels) {
  if (constant.bits != 0) return v.Refuse(part, "a member that its kind does not use is not 0");
  if (constant.kind == ValueKind::Optional && constant.count > 1) {
    return v.Refuse(part, "an optional of " + std::to_string(constant.count) + " values");
  }
  const uint64_t first = constant.first;
  const uint64_t size = uint64_t{constant.count} * (constant.kind == ValueKind::Map ? 2 : 1);
  if (first + size > end) {
    return v.Refuse(part, "its items " + std::to_string(first) + " to " +
                              std::to_string(first + size) + " are not all before " +
                              std::to_string(end));
  }
  *levels = 1;
  for (uint64_t i = first; i < first + size; ++i) {
    if (owned[i]) return v.Refuse(part, "item " + std::to_string(i) + " belongs to another");
    owned[i] = true;
    *levels = std::max(*levels, depth[i] + 1);
  }
  if (*levels > kMaxDepth) {
    return v.Refuse(part, "nested deeper than the limit of " + std::to_string(kMaxDepth));
  }
  return constant.kind != ValueKind::Map || Keys(part, constant);
}

bool ConstantCheck::One(const ProgramPart& part, const Constant& constant, size_t end,
                        uint32_t* levels) {
  *levels = 0;
  return IsContainer(constant.kind) ? Container(part, constant, end, levels)
                                    : Scalar(part, constant);
}

bool VerifyConstants(Verification& v) {
  const Table<Constant>& items = v.program.constant_items;
  ConstantCheck check{v, std::vector<uint32_t>(items.size()), std::vector<bool>(items.size()),
                      std::vector<bool>(v.program.strings.size())};
  for (size_t i = 0; i < items.size(); ++i) {
    if (!check.One({"constant item", i}, items[i], i, &check.depth[i])) return false;
  }
  for (size_t i = 0; i < v.program.constants.size(); ++i) {
    uint32_t levels = 0;
    if (!check.One({"constant", i}, v.program.constants[i], items.size(), &levels)) return false;
  }
  for (size_t i = 0; i < v.program.strings.size(); ++i) {
    if (!v.is_text[i] && !check.is_bytes[i]) {
      return v.Refuse({"string", i}, "it is not UTF-8, and no bytes constant has it");
    }
  }
  return true;
}

bool VerifyPatterns(Verification& v) {
  for (size_t i = 0; i < v.program.regexes.size(); ++i) {
    if (!v.CheckText({"regex", i}, v.program.regexes[i])) return false;
  }
  for (size_t i = 0; i < v.program.pattern_sets.size(); ++i) {
    const PatternSet& set = v.program.pattern_sets[i];
    if (!v.CheckText({"pattern set", i}, set.name)) return false;
    if (!v.CheckTexts({"pattern set", i}, v.program.ids[set.allow])) return false;
    const std::span<const PatternEntry> entries = v.program.pattern_entries[set.entries];
    for (size_t e = 0; e < entries.size(); ++e) {
      const PatternEntry& entry = entries[e];
      const ProgramPart part{"pattern set", i, "entry", e};
      if (!v.CheckText(part, entry.id) || !v.CheckText(part, entry.regex) ||
          !v.CheckTexts(part, v.program.ids[entry.keywords]) ||
          !v.CheckTexts(part, v.program.ids[entry.paths])) {
        return false;
      }
      if (e > 0 && entry.id <= entries[e - 1].id) {
        return v.Refuse(part, "not after the one before it: entries ascend by id, no two equal");
      }
      if (!std::isfinite(entry.entropy) || entry.entropy < 0.0) {
        return v.Refuse(part, "an entropy that is negative or not finite");
      }
    }
  }
  return true;
}

bool VerifySlots(Verification& v) {
  for (size_t i = 0; i < v.program.slots.size(); ++i) {
    const Slot& slot = v.program.slots[i];
    if (!v.CheckTexts({"slot", i}, v.program.ids[slot.members])) return false;
    if (!v.Check({"slot", i}, "type", slot.type, v.program.types.size())) return false;
    if (slot.root == SlotRoot::Now && !slot.members.empty()) {
      return v.Refuse({"slot", i}, "`now` has no members");
    }
  }
  return true;
}

bool VerifyPlaces(Verification& v) {
  const Table<CodePlace>& places = v.program.places;
  if (places.empty() || places[0] != CodePlace{}) {
    return v.Refuse("place 0 is not the unknown one");
  }
  // Of a large program there is one for every other instruction; what is wrong is looked for only
  // where something is.
  bool good = true;
  for (size_t i = 1; i < places.size(); ++i) {
    const StringId file = places[i].place.file;
    good &= file == kNone || (file < v.is_text.size() && v.is_text[file]);
    good &= i == 1 || places[i].instruction > places[i - 1].instruction;
  }
  if (good && places.back().instruction < v.program.code.size()) return true;
  for (size_t i = 1; i < places.size(); ++i) {
    if (!v.CheckPlace({"place", i}, places[i].place) ||
        !v.Check({"place", i}, "instruction", places[i].instruction, v.program.code.size())) {
      return false;
    }
    if (i > 1 && places[i].instruction <= places[i - 1].instruction) {
      return v.Refuse({"place", i}, "not after the one before it: places ascend by instruction");
    }
  }
  return true;
}

}  // namespace

bool VerifyTables(Verification& v) {
  return VerifyLists(v) && VerifyStrings(v) && VerifyTypes(v) && VerifyConstants(v) &&
         VerifyPatterns(v) && VerifySlots(v) && VerifyPlaces(v);
}

}  // namespace remit
