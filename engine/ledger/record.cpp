#include "engine/ledger/record.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/check.h"
#include "engine/ledger/decision_value.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

constexpr std::string_view kRecordType = "urn:remit:decision:v1";
constexpr std::string_view kCoreSchema = "remit.core/1";
constexpr size_t kMaxOriginBytes = 200;

std::string Canonical(const Value& value) {
  Result<std::string> json = WriteCanonicalJson(value);
  REMIT_CHECK(json.has_value(), "an action and what a record says of it have a JSON form");
  return std::move(*json);
}

Value Text(Arena& arena, std::string_view text) { return MakeString(arena.Copy(text)); }

// `map` without its members of these names, and with `instead` in place of the member of that name.
Value Without(Arena& arena, const Value& map, std::initializer_list<std::string_view> names,
              std::string_view replaced, const Value* instead) {
  const auto entries = arena.MakeArray<MapEntry>(map.size);
  size_t count = 0;
  for (const MapEntry& entry : map.map()) {
    const bool text = entry.key.kind == ValueKind::String;
    if (text && std::ranges::find(names, entry.key.string()) != names.end()) continue;
    entries[count] = entry;
    if (text && instead != nullptr && entry.key.string() == replaced) {
      entries[count].value = *instead;
    }
    ++count;
  }
  return MakeMap(arena, entries.first(count));
}

// What a host stamps anew on every try is no part of what was asked.
Value WithoutStamps(Arena& arena, const Value& document) {
  const Value* context = FindMember(document, "context");
  if (context == nullptr || context->kind != ValueKind::Map) return document;
  const Value* change = FindMember(*context, "change");
  std::optional<Value> asked_change;
  if (change != nullptr && change->kind == ValueKind::Map) {
    asked_change = Without(arena, *change, {"approvals"}, {}, nullptr);
  }
  const Value asked_context = Without(arena, *context, {"time", "call_id", "attempt", "trace"},
                                      "change", asked_change ? &*asked_change : nullptr);
  return Without(arena, document, {}, "context", &asked_context);
}

// Where a record's word on who acted came from. The host's word only, until something vouches for
// it: `declared`. Long texts stand as their digest.
Value Origin(Arena& arena, const Value& holder, std::string_view name) {
  const Value* value = holder.is_error() ? nullptr : FindMember(holder, name);
  if (value == nullptr || value->kind == ValueKind::Null) {
    return MakeObject(arena, {Member("origin", MakeString("absent"))});
  }
  const Value declared = MakeString("declared");
  if (value->kind == ValueKind::String && value->size <= kMaxOriginBytes) {
    return MakeObject(arena, {Member("origin", declared), Member("value", *value)});
  }
  const Digest digest =
      Sha256(value->kind == ValueKind::String ? std::string(value->string()) : Canonical(*value));
  return MakeObject(
      arena, {Member("digest", Text(arena, DigestText(digest))), Member("origin", declared)});
}

}  // namespace

std::string MakeCore(const DecisionInput& input, const Decision& decision) {
  Arena arena;
  const Program& program = input.engine.program();
  const std::array more = {
      Member("schema", MakeString(kCoreSchema)),
      Member("bundle", Text(arena, DigestText(input.engine.digest()))),
      Member("semantics", MakeString(program.semantics)),
      Member("action", Text(arena, DigestText(ActionDigest(input.action)))),
      Member("input", Text(arena, DigestText(Sha256(input.raw_input)))),
      Member("facts", MakeMap(arena, {})),
      Member("approvals", MakeList({})),
      Member("histories", MakeList({})),
      Member("now", Text(arena, FormatTimestamp(input.now))),
      Member("nowStamped", MakeBool(input.now_stamped)),
  };
  const auto members = DecisionMembers(arena, decision, program, more.size());
  std::ranges::copy(more, members.last(more.size()).begin());
  return Canonical(MakeObject(arena, members));
}

std::string DecisionJson(const Decision& decision, const Program& program) {
  Arena arena;
  return Canonical(MakeObject(arena, DecisionMembers(arena, decision, program, 0)));
}

Digest ActionDigest(const Action& action) {
  Arena arena;
  return Sha256(Canonical(WithoutStamps(arena, action.document)));
}

// RFC 9562 section 5.7: 48 bits of Unix milliseconds, version 7, 12 random bits, variant 10, 62
// random bits.
std::string MakeDecisionId(int64_t unix_milliseconds, std::string_view random_16_bytes) {
  REMIT_CHECK(random_16_bytes.size() == 16, "a decision id is made of 16 random bytes");
  std::string bytes(random_16_bytes);
  for (size_t i = 0; i < 6; ++i) {
    bytes[i] = static_cast<char>((unix_milliseconds >> (40 - 8 * i)) & 0xff);
  }
  bytes[6] = static_cast<char>((bytes[6] & 0x0f) | 0x70);
  bytes[8] = static_cast<char>((bytes[8] & 0x3f) | 0x80);
  std::string id = ToHex(bytes);
  for (const size_t dash : {8u, 13u, 18u, 23u}) id.insert(dash, 1, '-');
  return id;
}

std::string MakeRecord(std::string_view core, const RecordSurroundings& surroundings,
                       const Action& action) {
  Arena arena;
  const Value origins =
      MakeObject(arena, {Member("agent", Origin(arena, action.subject, "id")),
                         Member("model", Origin(arena, action.subject, "model")),
                         Member("onBehalfOf", Origin(arena, action.subject, "on_behalf_of")),
                         Member("prompt", Origin(arena, action.context, "prompt")),
                         Member("session", Origin(arena, action.context, "session")),
                         Member("specification", Origin(arena, action.context, "specification"))});
  // The core's own bytes go in unread; the members around it stand in canonical order, so that the
  // whole record is RFC 8785 too.
  std::string record = "{";
  if (surroundings.change) {
    const RecordedChange& change = *surroundings.change;
    const Value value = MakeObject(
        arena, {Member("base", MakeString(change.base)), Member("head", MakeString(change.head)),
                Member("input", MakeString(change.referring_input)),
                Member("policy", MakeString(change.policy))});
    record += "\"change\":" + Canonical(value) + ",";
  }
  record += "\"core\":";
  const auto add = [&](std::string_view name, std::string_view text) {
    record += ',';
    AppendJsonString(record, name);
    record += ':';
    AppendJsonString(record, text);
  };
  record += core;
  add("coreDigest", DigestText(Sha256(core)));
  add("engine", surroundings.engine_build);
  add("id", surroundings.decision_id);
  record += ",\"origins\":" + Canonical(origins);
  add("recordedAt", surroundings.recorded_at);
  add("type", kRecordType);
  record += '}';
  return record;
}

}  // namespace remit
