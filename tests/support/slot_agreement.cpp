#include "tests/support/slot_agreement.h"

#include <bit>
#include <initializer_list>

#include "engine/base/arena.h"
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/model/action.h"
#include "engine/program/words.h"

namespace remit {
namespace {

const Value kNow = MakeTimestamp(1'767'614'400, 0);

enum Type : uint32_t {
  kAny,
  kBool,
  kInt,
  kText,
  kDouble,
  kBytes,
  kTime,
  kDuration,
  kRecord,
  kDoubles,
  kInts,
  kTimesByName
};

class SlotTable {
 public:
  void Add(SlotRoot root, std::initializer_list<std::string_view> members, uint32_t type = kAny) {
    std::vector<StringId> ids;
    for (const std::string_view member : members) {
      ids.push_back(static_cast<StringId>(program.strings.size()));
      program.strings.push_back(member);
    }
    program.slots.push_back({root, program.ids.Add(ids), type});
  }

  Program program;
};

bool SameItems(const Value& a, const Value& b);

// The same to the last bit, and an error of the same words.
bool Same(const Value& a, const Value& b) {
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case ValueKind::Null:
      return true;
    case ValueKind::Bool:
      return a.boolean == b.boolean;
    case ValueKind::Error:
      return a.error->code == b.error->code && a.error->message == b.error->message;
    case ValueKind::String:
    case ValueKind::Bytes:
      return a.string() == b.string();
    case ValueKind::List:
    case ValueKind::Map:
      return SameItems(a, b);
    case ValueKind::Double:
      return std::bit_cast<uint64_t>(a.real) == std::bit_cast<uint64_t>(b.real);
    default:
      return a.integer == b.integer && a.size == b.size;
  }
}

bool SameItems(const Value& a, const Value& b) {
  if (a.size != b.size) return false;
  for (uint32_t i = 0; i < a.size; ++i) {
    if (a.kind == ValueKind::List ? !Same(a.items[i], b.items[i])
                                  : !Same(a.entries[i].key, b.entries[i].key) ||
                                        !Same(a.entries[i].value, b.entries[i].value)) {
      return false;
    }
  }
  return true;
}

std::string Shown(const Value& value) {
  std::string text(ValueKindName(value.kind));
  switch (value.kind) {
    case ValueKind::Int:
      return text + " " + std::to_string(value.integer);
    case ValueKind::Double:
      return text + " " + std::to_string(value.real);
    case ValueKind::String:
      return text + " " + EscapeText(value.string(), 80);
    case ValueKind::Error:
      return text + " " + EscapeText(value.error->message);
    case ValueKind::List:
    case ValueKind::Map:
      return text + " of " + std::to_string(value.size);
    default:
      return text;
  }
}

std::string PathOf(const Program& program, const Slot& slot) {
  std::string path(SlotRootWord(slot.root));
  for (const StringId member : program.ids[slot.members])
    path += "." + EscapeText(program.strings[member], 80);
  return path;
}

}  // namespace

std::unique_ptr<const LoadedProgram> SlotProgram() {
  SlotTable table;
  for (const SlotRoot root : {SlotRoot::Subject, SlotRoot::Action, SlotRoot::Resource}) {
    table.Add(root, {});
    table.Add(root, {"id"}, kText);
    table.Add(root, {"type"});
    table.Add(root, {"name"});
    table.Add(root, {"properties"});
    table.Add(root, {"properties", "id"});
    table.Add(root, {"properties", "role"});
    table.Add(root, {"role"}, kText);
    table.Add(root, {"team", "name"});
    table.Add(root, {"level"}, kInt);
  }
  table.Add(SlotRoot::Action, {"name", "x"});
  table.Add(SlotRoot::Context, {});
  table.Add(SlotRoot::Context, {"time"});
  table.Add(SlotRoot::Context, {"time"}, kTime);
  table.Add(SlotRoot::Context, {"cost"}, kDouble);
  table.Add(SlotRoot::Context, {"cost"}, kInt);
  table.Add(SlotRoot::Context, {"cost"});
  table.Add(SlotRoot::Context, {"ok"}, kBool);
  table.Add(SlotRoot::Context, {"key"}, kBytes);
  table.Add(SlotRoot::Context, {"within"}, kDuration);
  table.Add(SlotRoot::Context, {"list"});
  table.Add(SlotRoot::Context, {"list"}, kDoubles);
  table.Add(SlotRoot::Context, {"list"}, kInts);
  table.Add(SlotRoot::Context, {"list", "name"});
  table.Add(SlotRoot::Context, {"change"}, kRecord);
  table.Add(SlotRoot::Context, {"change", "list"}, kInts);
  table.Add(SlotRoot::Context, {"change", "list"}, kTimesByName);
  table.Add(SlotRoot::Context, {"change", "change", "change", "x"}, kInt);
  table.Add(SlotRoot::Context, {"change", "change"});
  table.Add(SlotRoot::Context, {""});
  table.Add(SlotRoot::Context, {"a\"\\\n\u00e9\U0001F600"});
  for (const std::string_view name :
       {"a", "ab", "abc", "seven_7", "eight_88", "nine_9999", "sixteen_bytes_16",
        "seventeen_bytes17", "seventeen_bites17", "a_name_of_more_than_thirty_two_bytes",
        "a_name_of_mere_than_thirty_two_bytes"}) {
    table.Add(SlotRoot::Context, {name});
  }
  table.Add(SlotRoot::Now, {});
  table.Add(SlotRoot::Now, {}, kTime);
  table.Add(SlotRoot::Now, {"x"});
  table.program.types = {{FactKind::Any},       {FactKind::Bool},     {FactKind::Int},
                         {FactKind::String},    {FactKind::Double},   {FactKind::Bytes},
                         {FactKind::Timestamp}, {FactKind::Duration}, {FactKind::Record},
                         {FactKind::List, 4},   {FactKind::List, 2},  {FactKind::Map, 6}};
  auto loaded = LoadedProgram::Load(std::move(table.program));
  REMIT_CHECK(loaded.has_value(), "a program without regexes loads");
  return std::move(*loaded);
}

SlotReader::SlotReader(const LoadedProgram& loaded)
    : program_(loaded.program()), in_one_pass_(loaded), from_tree_(loaded) {}

SlotReading SlotReader::Read(std::string_view text) {
  in_one_pass_.Begin();
  from_tree_.Begin();
  const std::optional<std::string_view> name = in_one_pass_.SetSlots(text, kNow);
  Arena arena;
  const Result<Action> action = ReadAction(arena, text);
  SlotReading reading{!action, action && !name, std::nullopt};
  if (!name) return reading;
  if (!action) {
    reading.difference = "accepted, as a tree refused: " + action.error().message;
    return reading;
  }
  from_tree_.SetSlots(*action, action->time.value_or(kNow));
  if (*name != action->name) reading.difference = "another name";
  for (uint32_t slot = 0; slot < program_.slots.size(); ++slot) {
    const Value read = in_one_pass_.slot(slot);
    const Value followed = from_tree_.slot(slot);
    if (Same(read, followed)) continue;
    reading.difference = PathOf(program_, program_.slots[slot]) + ": " + Shown(read) +
                         ", as a tree " + Shown(followed);
  }
  return reading;
}

}  // namespace remit
