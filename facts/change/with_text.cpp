// The text of a recorded change, read from its repository again.
#include <array>
#include <optional>

#include "engine/base/digest.h"
#include "engine/base/escape.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "facts/change/change_action.h"
#include "facts/change/text.h"

namespace remit {
namespace {

std::unexpected<Error> NotReferring(std::string_view why) {
  return Fail(ErrorKind::BadInput, "not the input of a change: " + std::string(why));
}

struct Reference {
  std::string_view blob, digest;
  size_t offset = 0, bytes = 0;
  bool other_reading = false;
};

Result<Reference> ReadReference(const Value& value) {
  const auto text = [&](std::string_view name) -> std::string_view {
    const Value* member = FindMember(value, name);
    return member != nullptr && member->kind == ValueKind::String ? member->string()
                                                                  : std::string_view();
  };
  const auto number = [&](std::string_view name) -> std::optional<size_t> {
    const Value* member = FindMember(value, name);
    if (member == nullptr || member->kind != ValueKind::Int || member->integer < 0) return {};
    return static_cast<size_t>(member->integer);
  };
  const std::optional<size_t> offset = number("offset");
  const std::optional<size_t> bytes = number("bytes");
  if (text("blob").empty() || text("digest").empty() || !offset || !bytes) {
    return NotReferring("a text is no reference");
  }
  const Value* other = FindMember(value, "other_reading");
  return Reference{text("blob"), text("digest"), *offset, *bytes,
                   other != nullptr && other->is_true()};
}

// Reads texts; the entries of one file stand together, so one object is kept.
class TextReader {
 public:
  TextReader(Arena& arena, const Repository& repository) : arena_(arena), repository_(repository) {}

  Result<Value> Read(const Value& value) {
    const Result<Reference> reference = ReadReference(value);
    if (!reference) return std::unexpected(reference.error());
    if (reference->blob != blob_ || reference->other_reading != other_reading_) {
      const size_t limit = ChangeLimits().text_bytes;
      Result<std::string> bytes = ReadBlob(repository_, std::string(reference->blob), limit);
      if (!bytes) return std::unexpected(bytes.error());
      text_ = reference->other_reading ? OtherReading(*bytes).value_or("") : DecodeText(*bytes);
      blob_ = reference->blob;
      other_reading_ = reference->other_reading;
    }
    std::string_view text;
    if (reference->offset <= text_.size()) {
      text = std::string_view(text_).substr(reference->offset, reference->bytes);
    }
    if (DigestText(Sha256(text)) != reference->digest) {
      return NotReferring("the text of " + EscapeText(blob_, 64) + " is not that of the digest");
    }
    return MakeString(arena_.Copy(text));
  }

 private:
  Arena& arena_;
  const Repository& repository_;
  std::string blob_, text_;
  bool other_reading_ = false;
};

// `map` with another value for the member of that name, which it has.
Value Replaced(Arena& arena, const Value& map, std::string_view name, const Value& value) {
  const auto entries = arena.MakeArray<MapEntry>(map.size);
  for (size_t i = 0; i < entries.size(); ++i) {
    entries[i] = map.map()[i];
    if (entries[i].key.string() == name) entries[i].value = value;
  }
  return MakeMap(arena, entries);
}

Result<Value> RestoreEntries(Arena& arena, TextReader& reader, const Value& entries) {
  const auto restored = arena.MakeArray<Value>(entries.size);
  for (size_t i = 0; i < restored.size(); ++i) {
    const Value& entry = entries.list()[i];
    const Value* text = entry.kind == ValueKind::Map ? FindMember(entry, "text") : nullptr;
    if (text == nullptr || text->kind != ValueKind::Map) {
      return NotReferring("a text is no reference");
    }
    const Result<Value> whole = reader.Read(*text);
    if (!whole) return whole;
    restored[i] = Replaced(arena, entry, "text", *whole);
  }
  return MakeList(restored);
}

}  // namespace

Result<std::string> WithText(std::string_view referring_json, const Repository& repository) {
  Arena arena;
  const Result<Value> document = ReadJson(arena, referring_json);
  if (!document) return NotReferring(document.error().message);
  const auto member = [](const Value* map, std::string_view name) -> const Value* {
    return map != nullptr && map->kind == ValueKind::Map ? FindMember(*map, name) : nullptr;
  };
  const Value* context = member(&*document, "context");
  const Value* change = member(context, "change");
  if (change == nullptr || change->kind != ValueKind::Map) return NotReferring("it has no change");
  Value restored = *change;
  TextReader reader(arena, repository);
  for (const std::string_view name : {"added_text", "removed_text"}) {
    const Value* entries = FindMember(restored, name);
    if (entries == nullptr || entries->kind != ValueKind::List) continue;
    const Result<Value> list = RestoreEntries(arena, reader, *entries);
    if (!list) return std::unexpected(list.error());
    restored = Replaced(arena, restored, name, *list);
  }
  return WriteCanonicalJson(
      Replaced(arena, *document, "context", Replaced(arena, *context, "change", restored)));
}

}  // namespace remit
