#include "engine/ledger/replay.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "engine/bundle/load.h"
#include "engine/ledger/record.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

// What a record says it was made from.
struct Recorded {
  std::string core;  // RFC 8785
  std::string bundle;
  std::string input;
  std::string referring_input;  // of a change; empty: the store has the input itself
  std::string base, head;       // of a change
  Value now;
  bool now_stamped = false;
};

std::unexpected<Error> NotRecord(std::string_view why) {
  return Fail(ErrorKind::BadInput, "not a valid record: " + std::string(why));
}

Result<Recorded> ReadRecord(Arena& arena, std::string_view record_json) {
  JsonLimits limits;
  limits.bytes = std::max(limits.bytes, record_json.size());
  const Result<Value> record = ReadJson(arena, record_json, limits);
  if (!record) return NotRecord(record.error().message + " (" + record.error().where + ")");
  const Value* core = FindMember(*record, "core");
  const Value* digest = FindMember(*record, "coreDigest");
  if (core == nullptr || core->kind != ValueKind::Map) return NotRecord("it has no `core`");
  if (digest == nullptr || digest->kind != ValueKind::String) {
    return NotRecord("it has no `coreDigest`");
  }
  Result<std::string> core_json = WriteCanonicalJson(*core);
  if (!core_json) return NotRecord(core_json.error().message);
  if (DigestText(Sha256(*core_json)) != digest->string()) {
    return NotRecord("its core is not that of `coreDigest`");
  }
  const Value* bundle = FindMember(*core, "bundle");
  const Value* input = FindMember(*core, "input");
  const Value* now = FindMember(*core, "now");
  const Value* stamped = FindMember(*core, "nowStamped");
  const auto is = [](const Value* value, ValueKind kind) {
    return value != nullptr && value->kind == kind;
  };
  if (!is(bundle, ValueKind::String) || !is(input, ValueKind::String)) {
    return NotRecord("its core names no bundle or no input");
  }
  const std::optional<Value> time =
      is(now, ValueKind::String) ? ParseTimestamp(now->string()) : std::nullopt;
  if (!time || !is(stamped, ValueKind::Bool)) return NotRecord("its core has no time");
  Recorded recorded{std::move(*core_json),
                    std::string(bundle->string()),
                    std::string(input->string()),
                    {},
                    {},
                    {},
                    *time,
                    stamped->boolean};
  const Value* change = FindMember(*record, "change");
  if (!is(change, ValueKind::Map)) return recorded;
  for (const auto& [name, into] : {std::pair{"input", &recorded.referring_input},
                                   {"base", &recorded.base},
                                   {"head", &recorded.head}}) {
    const Value* text = FindMember(*change, name);
    if (!is(text, ValueKind::String)) {
      return NotRecord("its change has no `" + std::string(name) + "`");
    }
    *into = text->string();
  }
  return recorded;
}

// What stands around the core says of the change what the action says, or somebody altered it.
Result<void> CheckChange(const Recorded& recorded, const Action& action) {
  if (recorded.referring_input.empty()) return {};
  const Value* change = FindMember(action.context, "change");
  for (const auto& [name, text] :
       {std::pair<const char*, const std::string&>{"base", recorded.base},
        {"head", recorded.head}}) {
    const Value* judged =
        change != nullptr && change->kind == ValueKind::Map ? FindMember(*change, name) : nullptr;
    if (judged != nullptr && judged->kind == ValueKind::String && judged->string() == text) {
      continue;
    }
    return NotRecord("the `" + std::string(name) +
                     "` of its change is not the one that was judged");
  }
  return {};
}

Result<std::string> FindInput(const Recorded& recorded, const RecordStore& store,
                              const TextRestorer& restore) {
  if (recorded.referring_input.empty()) return store.GetObject(recorded.input);
  const Result<std::string> referring = store.GetObject(recorded.referring_input);
  if (!referring) return referring;
  if (!restore) {
    return Fail(ErrorKind::Missing, "the text of this change is in its repository, not here");
  }
  Result<std::string> input = restore(*referring);
  if (input && DigestText(Sha256(*input)) != recorded.input) {
    return Fail(ErrorKind::Missing, "what the repository gives is not the input that was judged",
                recorded.input);
  }
  return input;
}

std::string MemberPath(const std::string& path, std::string_view name) {
  return path.empty() ? std::string(name) : path + "." + std::string(name);
}

std::string FirstDifference(const Value& a, const Value& b, const std::string& path);

std::string FirstListDifference(const Value& a, const Value& b, const std::string& path) {
  for (uint32_t i = 0; i < a.size || i < b.size; ++i) {
    std::string item = path + "[" + std::to_string(i) + "]";
    if (i >= a.size || i >= b.size) return item;
    const std::string found = FirstDifference(a.list()[i], b.list()[i], item);
    if (!found.empty()) return found;
  }
  return {};
}

std::string FirstMapDifference(const Value& a, const Value& b, const std::string& path) {
  uint32_t i = 0;
  uint32_t j = 0;
  while (i < a.size || j < b.size) {
    if (i >= a.size) return MemberPath(path, b.map()[j].key.string());
    if (j >= b.size) return MemberPath(path, a.map()[i].key.string());
    const int order = CompareKeys(a.map()[i].key, b.map()[j].key);
    const Value& first = order <= 0 ? a.map()[i].key : b.map()[j].key;
    if (order != 0) return MemberPath(path, first.string());
    const std::string found =
        FirstDifference(a.map()[i].value, b.map()[j].value, MemberPath(path, first.string()));
    if (!found.empty()) return found;
    ++i;
    ++j;
  }
  return {};
}

// The path of the first member, in the order of names, that is not the same in both.
std::string FirstDifference(const Value& a, const Value& b, const std::string& path) {
  if (a.kind != b.kind) return path;
  if (a.kind == ValueKind::List) return FirstListDifference(a, b, path);
  if (a.kind == ValueKind::Map) return FirstMapDifference(a, b, path);
  return WriteCanonicalJson(a).value_or("") == WriteCanonicalJson(b).value_or("") ? std::string()
                                                                                  : path;
}

}  // namespace

Result<void> CheckRecord(std::string_view record_json) {
  Arena arena;
  Result<Recorded> recorded = ReadRecord(arena, record_json);
  if (!recorded) return std::unexpected(std::move(recorded.error()));
  return {};
}

Result<Engine> RecordedEngine(std::string_view bundle, const RecordStore& store) {
  Result<std::string> manifest = store.GetObject(bundle);
  if (!manifest) return std::unexpected(manifest.error());
  Result<Manifest> said = DecodeManifest(*manifest);
  if (!said) return std::unexpected(said.error());
  const Result<std::string> program = store.GetObject(DigestText(said->program_digest));
  if (!program) return std::unexpected(program.error());
  Bundle made;
  made.envelope = {std::string(kManifestType), *std::move(manifest), {}};
  made.manifest = *std::move(said);
  made.held = HeldBytes::Copy(*program);
  made.program = made.held.view();
  return LoadEngine(std::move(made));
}

Result<std::string> RecordedInput(std::string_view record_json, const RecordStore& store,
                                  const TextRestorer& restore) {
  Arena arena;
  const Result<Recorded> recorded = ReadRecord(arena, record_json);
  if (!recorded) return std::unexpected(recorded.error());
  return FindInput(*recorded, store, restore);
}

Result<Replay> ReplayRecord(std::string_view record_json, const RecordStore& store,
                            const TextRestorer& restore) {
  Arena arena;
  Result<Recorded> recorded = ReadRecord(arena, record_json);
  if (!recorded) return std::unexpected(recorded.error());
  const Result<Engine> engine = RecordedEngine(recorded->bundle, store);
  if (!engine) return std::unexpected(engine.error());
  const Result<std::string> input = FindInput(*recorded, store, restore);
  if (!input) return std::unexpected(input.error());
  const Result<Action> action = ReadAction(arena, *input);
  if (!action) return std::unexpected(action.error());
  if (const Result<void> same = CheckChange(*recorded, *action); !same) {
    return std::unexpected(same.error());
  }

  Decider decider(*engine);
  const Decision& decision = decider.Decide(*action, recorded->now);
  Replay replay;
  replay.replayed_core =
      MakeCore({*engine, *action, *input, recorded->now, recorded->now_stamped}, decision);
  replay.recorded_core = std::move(recorded->core);
  replay.same = replay.recorded_core == replay.replayed_core;
  if (replay.same) return replay;
  const Result<Value> before = ReadJson(arena, replay.recorded_core);
  const Result<Value> after = ReadJson(arena, replay.replayed_core);
  if (before && after) replay.difference = FirstDifference(*before, *after, "");
  return replay;
}

}  // namespace remit
