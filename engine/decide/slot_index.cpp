#include "engine/decide/slot_index.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>

namespace remit {
namespace {

// What a guard asks of its slot, as far as one table answers it.
enum class Family : uint8_t { Equal, Prefix, Above, Below };

bool IsKey(const Value& value) {
  double number = 0;
  return value.kind == ValueKind::String || AsExactDouble(value, number);
}

std::span<const Value> KeysOf(const Guard& guard, std::span<const Value> constants) {
  const Value& constant = constants[guard.constant];
  if (guard.test == Opcode::SlotIn) return constant.list();
  return {&constant, 1};
}

std::optional<Family> FamilyOf(const Guard& guard, std::span<const Value> constants) {
  double number = 0;
  switch (guard.test) {
    case Opcode::SlotEqual:
    case Opcode::SlotIn:
      if (!std::ranges::all_of(KeysOf(guard, constants), IsKey)) return std::nullopt;
      return Family::Equal;
    case Opcode::SlotStartsWith:
      if (constants[guard.constant].kind != ValueKind::String) return std::nullopt;
      return Family::Prefix;
    case Opcode::SlotGreater:
    case Opcode::SlotGreaterEqual:
      if (!AsExactDouble(constants[guard.constant], number)) return std::nullopt;
      return Family::Above;
    case Opcode::SlotLess:
    case Opcode::SlotLessEqual:
      if (!AsExactDouble(constants[guard.constant], number)) return std::nullopt;
      return Family::Below;
    default:
      return std::nullopt;
  }
}

}  // namespace

// Each condition goes into one table: of the families that its guards allow the one that rules out
// most, equality before prefix before order; of one family the slot that most conditions ask about.
class SlotIndexBuilder {
 public:
  SlotIndexBuilder(SlotIndex& index, std::span<const Guarded> conditions,
                   std::span<const Value> constants)
      : index_(index), conditions_(conditions), constants_(constants) {}

  void Build() {
    Count();
    for (const Guarded& condition : conditions_) Place(condition);
    for (const auto& [key, members] : tables_) AddTable(key.second, key.first, members);
    std::ranges::sort(index_.found_by_, {}, [](const auto& entry) { return entry.first; });
  }

 private:
  using Key = std::pair<Family, uint32_t>;  // and the slot
  struct Member {
    uint32_t id;
    Guard guard;
  };

  void Count() {
    for (const Guarded& condition : conditions_) {
      std::set<Key> asked;
      for (const Guard& guard : condition.guards) {
        if (const auto family = FamilyOf(guard, constants_)) asked.insert({*family, guard.slot});
      }
      for (const Key& key : asked) ++counts_[key];
    }
  }

  void Place(const Guarded& condition) {
    const Guard* best = nullptr;
    Key best_key;
    for (const Guard& guard : condition.guards) {
      const auto family = FamilyOf(guard, constants_);
      if (!family) continue;
      const Key key = {*family, guard.slot};
      if (counts_[key] < 2) continue;  // a table for one condition is only another test
      const auto rank = [&](const Key& k) { return std::pair(k.first, -counts_[k]); };
      if (best != nullptr && rank(key) >= rank(best_key)) continue;
      best = &guard;
      best_key = key;
    }
    if (best == nullptr) {
      index_.always_.push_back(condition.id);
    } else {
      tables_[best_key].push_back({condition.id, *best});
      index_.found_by_.emplace_back(condition.id, *best);
    }
  }

  void AddTable(uint32_t slot, Family family, const std::vector<Member>& members) {
    switch (family) {
      case Family::Equal:
        return AddEqual(slot, members);
      case Family::Prefix:
        return AddPrefix(slot, members);
      case Family::Above:
      case Family::Below:
        return AddOrder(slot, family == Family::Above, members);
    }
  }

  SlotIndex::Range Keep(const std::vector<uint32_t>& ids) {
    const auto first = static_cast<uint32_t>(index_.ids_.size());
    index_.ids_.insert(index_.ids_.end(), ids.begin(), ids.end());
    return {first, static_cast<uint32_t>(ids.size())};
  }
  SlotIndex::Range KeepAll(const std::vector<Member>& members) {
    std::vector<uint32_t> ids;
    for (const Member& member : members) ids.push_back(member.id);
    return Keep(ids);
  }

  TextTable KeepTexts(const std::map<std::string_view, std::vector<uint32_t>>& by_text,
                      std::vector<SlotIndex::Range>& ranges) {
    std::vector<std::string_view> texts;
    for (const auto& [text, ids] : by_text) {
      texts.push_back(text);
      ranges.push_back(Keep(ids));
    }
    return TextTable(std::move(texts));
  }

  // A list may name a key twice: an id stands under each key once.
  static void AddOnce(std::vector<uint32_t>& ids, uint32_t id) {
    if (ids.empty() || ids.back() != id) ids.push_back(id);
  }

  void AddEqual(uint32_t slot, const std::vector<Member>& members) {
    std::map<std::string_view, std::vector<uint32_t>> by_text;
    std::map<double, std::vector<uint32_t>> by_number;
    for (const Member& member : members) {
      for (const Value& key : KeysOf(member.guard, constants_)) {
        double number = 0;
        if (key.kind == ValueKind::String) {
          AddOnce(by_text[key.string()], member.id);
        } else if (AsExactDouble(key, number)) {
          AddOnce(by_number[number], member.id);
        }
      }
    }
    SlotIndex::EqualTable& table = index_.equal_.emplace_back();
    table.slot = slot;
    table.texts = KeepTexts(by_text, table.by_text);
    for (const auto& [number, ids] : by_number) table.by_number.emplace_back(number, Keep(ids));
    table.all = KeepAll(members);
  }

  void AddPrefix(uint32_t slot, const std::vector<Member>& members) {
    std::map<std::string_view, std::vector<uint32_t>> by_text;
    std::set<uint32_t> sizes;
    for (const Member& member : members) {
      const Value& prefix = constants_[member.guard.constant];
      by_text[prefix.string()].push_back(member.id);
      sizes.insert(prefix.size);
    }
    SlotIndex::PrefixTable& table = index_.prefix_.emplace_back();
    table.slot = slot;
    table.sizes.assign(sizes.begin(), sizes.end());
    table.texts = KeepTexts(by_text, table.by_text);
    table.all = KeepAll(members);
  }

  void AddOrder(uint32_t slot, bool above, const std::vector<Member>& members) {
    SlotIndex::OrderTable& table = index_.order_.emplace_back();
    table.slot = slot;
    table.above = above;
    for (const Member& member : members) {
      SlotIndex::Limit limit;
      AsExactDouble(constants_[member.guard.constant], limit.number);
      limit.included = member.guard.test == Opcode::SlotGreaterEqual ||
                       member.guard.test == Opcode::SlotLessEqual;
      limit.id = member.id;
      table.limits.push_back(limit);
    }
    std::ranges::sort(table.limits, [&](const auto& a, const auto& b) {
      if (a.number != b.number) return above ? a.number < b.number : a.number > b.number;
      if (a.included != b.included) return a.included;
      return a.id < b.id;
    });
  }

  SlotIndex& index_;
  std::span<const Guarded> conditions_;
  std::span<const Value> constants_;
  std::map<Key, int> counts_;
  std::map<Key, std::vector<Member>> tables_;
};

SlotIndex::SlotIndex(std::span<const Guarded> conditions, const LoadedProgram& loaded) {
  SlotIndexBuilder(*this, conditions, loaded.constants()).Build();
}

void SlotIndex::SelectEqual(const EqualTable& table, const Value& fact,
                            std::vector<uint32_t>& ids) const {
  double number = 0;
  if (fact.kind == ValueKind::String) {
    const uint32_t text = table.texts.Find(fact.string());
    if (text != kNone) Append(table.by_text[text], ids);
  } else if (AsExactDouble(fact, number)) {
    const auto found = std::ranges::lower_bound(table.by_number, number, {},
                                                [](const auto& entry) { return entry.first; });
    if (found != table.by_number.end() && found->first == number) Append(found->second, ids);
  } else {
    Append(table.all, ids);
  }
}

void SlotIndex::SelectPrefix(const PrefixTable& table, const Value& fact,
                             std::vector<uint32_t>& ids) const {
  if (fact.kind != ValueKind::String) return Append(table.all, ids);
  for (const uint32_t size : table.sizes) {
    if (size > fact.size) break;
    const uint32_t text = table.texts.Find(fact.string().substr(0, size));
    if (text != kNone) Append(table.by_text[text], ids);
  }
}

void SlotIndex::Select(Vm& vm, std::vector<uint32_t>& ids) const {
  ids.insert(ids.end(), always_.begin(), always_.end());
  for (const EqualTable& table : equal_) SelectEqual(table, vm.slot(table.slot), ids);
  for (const PrefixTable& table : prefix_) SelectPrefix(table, vm.slot(table.slot), ids);
  for (const OrderTable& table : order_) {
    double number = 0;
    const bool comparable = AsExactDouble(vm.slot(table.slot), number);
    for (const Limit& limit : table.limits) {
      const bool crossed = limit.number == number ? limit.included
                           : table.above          ? limit.number < number
                                                  : limit.number > number;
      if (comparable && !crossed) break;
      ids.push_back(limit.id);
    }
  }
}

std::vector<uint32_t> SlotIndex::ids() const {
  std::vector<uint32_t> ids = always_;
  for (const auto& [id, guard] : found_by_) ids.push_back(id);
  std::ranges::sort(ids);
  return ids;
}

const Guard* SlotIndex::FoundBy(uint32_t id) const {
  const auto found =
      std::ranges::lower_bound(found_by_, id, {}, [](const auto& entry) { return entry.first; });
  return found != found_by_.end() && found->first == id ? &found->second : nullptr;
}

}  // namespace remit
