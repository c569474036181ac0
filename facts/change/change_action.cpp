#include "facts/change/change_action.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/base/digest.h"
#include "engine/base/escape.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "facts/change/given_facts.h"

namespace remit {
namespace {

using Members = std::vector<MapEntry>;

void Put(Members& members, std::string_view name, const Value& value) {
  members.push_back({MakeString(name), value});
}

// Names and texts live as long as the facts; only what is put together here goes into the arena.
Value Object(Arena& arena, const Members& members) {
  const auto entries = arena.MakeArray<MapEntry>(members.size());
  std::ranges::copy(members, entries.begin());
  return MakeMap(arena, entries);
}

template <typename Items, typename Make>
Value List(Arena& arena, const Items& items, Make make) {
  const auto values = arena.MakeArray<Value>(items.size());
  size_t count = 0;
  for (const auto& item : items) values[count++] = make(item);
  return MakeList(values);
}

Value Lines(uint64_t count) { return MakeInt(static_cast<int64_t>(count)); }

Value FileValue(Arena& arena, const ChangedFile& file) {
  Members members;
  Put(members, "path", MakeString(file.path));
  if (file.status == FileStatus::Renamed) Put(members, "old_path", MakeString(file.old_path));
  Put(members, "status", MakeString(FileStatusName(file.status)));
  Put(members, "kind", MakeString(FileKindName(file.kind)));
  if (file.old_kind) Put(members, "old_kind", MakeString(FileKindName(*file.old_kind)));
  const bool both_sides =
      file.status != FileStatus::Added && file.status != FileStatus::Deleted && file.old_kind;
  Put(members, "mode_changed", MakeBool(both_sides && *file.old_kind != file.kind));
  Put(members, "generated", MakeBool(file.generated));
  Put(members, "gate", MakeBool(file.gate));
  if (!file.unread) {
    Put(members, "binary", MakeBool(file.binary));
    Put(members, "added", Lines(file.added));
    Put(members, "removed", Lines(file.removed));
  }
  return Object(arena, members);
}

Value CommitValue(Arena& arena, const ChangeCommit& commit) {
  const auto text = [](const std::string& value) { return MakeString(value); };
  const auto trailers = [&](const std::map<std::string, std::vector<std::string>>& of) {
    Members members;
    for (const auto& [key, values] : of) Put(members, key, List(arena, values, text));
    return Object(arena, members);
  };
  Members members;
  Put(members, "sha", text(commit.sha));
  Put(members, "author", text(commit.author));
  Put(members, "author_name", text(commit.author_name));
  Put(members, "committer", text(commit.committer));
  Put(members, "committer_name", text(commit.committer_name));
  Put(members, "message", text(commit.message));
  Put(members, "trailers", trailers(commit.trailers));
  Put(members, "agent_trailers", trailers(commit.agent_trailers));
  Put(members, "signed", MakeBool(commit.is_signed));
  Put(members, "merge", MakeBool(commit.merge));
  Put(members, "by_agent", MakeBool(commit.by_agent));
  Put(members, "authorship", MakeString(AuthorshipName(commit.authorship)));
  if (commit.authorship == Authorship::Marked) Put(members, "agent", text(commit.agent));
  return Object(arena, members);
}

enum class TextForm : uint8_t { Whole, References };

Value TextValue(Arena& arena, const ChangedText& entry, TextForm form) {
  Value text = MakeString(entry.text);
  if (form == TextForm::References) {
    Members reference;
    Put(reference, "blob", MakeString(entry.blob));
    Put(reference, "offset", Lines(entry.offset));
    Put(reference, "bytes", Lines(entry.text.size()));
    if (entry.other_reading) Put(reference, "other_reading", MakeBool(true));
    Put(reference, "digest", MakeString(arena.Copy(DigestText(Sha256(entry.text)))));
    text = Object(arena, reference);
  }
  Members members;
  Put(members, "path", MakeString(entry.path));
  Put(members, "line", MakeInt(entry.line));
  Put(members, "text", text);
  return Object(arena, members);
}

void PutText(Arena& arena, const ChangeFacts& change, TextForm form,
             const std::string& text_left_out, Members& members) {
  if (!text_left_out.empty()) {
    Put(members, "text_left_out", MakeString(text_left_out));
    return;
  }
  const auto entry = [&](const ChangedText& text) { return TextValue(arena, text, form); };
  Put(members, "added_text", List(arena, change.added_text, entry));
  Put(members, "removed_text", List(arena, change.removed_text, entry));
}

// The lines of all files; not known where those of one are not.
void PutTotals(const ChangeFacts& change, Members& members) {
  uint64_t added = 0;
  uint64_t removed = 0;
  for (const ChangedFile& file : change.files) {
    if (file.unread) return;
    added += file.added;
    removed += file.removed;
  }
  Put(members, "added", Lines(added));
  Put(members, "removed", Lines(removed));
}

// Who makes the change: as given, else the author of its newest commit, else who would commit.
std::optional<Value> Author(Arena& arena, const ChangeFacts& change, const ChangeRequest& request,
                            const GivenFacts& given) {
  if (given.author) return given.author;
  const ChangeCommit* newest = change.commits.empty() ? nullptr : &change.commits.back();
  const std::string& mail = newest == nullptr ? request.author : newest->author;
  if (mail.empty()) return std::nullopt;
  std::string_view type = "user";
  if (newest != nullptr && newest->authorship == Authorship::Marked) type = "agent";
  if (newest != nullptr && newest->from_bot) type = "bot";
  Members members;
  Put(members, "id", MakeString(mail));
  Put(members, "type", MakeString(type));
  return Object(arena, members);
}

std::string_view TextMember(const Value& object, std::string_view name) {
  const Value* value = FindMember(object, name);
  return value != nullptr && value->kind == ValueKind::String ? value->string()
                                                              : std::string_view();
}

std::optional<Value> Subject(Arena& arena, const ChangeFacts& change,
                             const std::optional<Value>& author) {
  const std::string_view id = author ? TextMember(*author, "id") : std::string_view();
  const std::string_view type = author ? TextMember(*author, "type") : std::string_view();
  Members members;
  if (change.agents.empty()) {
    if (id.empty() || type.empty()) return std::nullopt;
    Put(members, "type", MakeString(type));
    Put(members, "id", MakeString(id));
    return Object(arena, members);
  }
  Put(members, "type", MakeString("agent"));
  Put(members, "id", MakeString(change.agents.front().name));
  if (!id.empty()) {
    Members properties;
    Put(properties, "on_behalf_of", MakeString(arena.Copy("user:" + std::string(id))));
    Put(members, "properties", Object(arena, properties));
  }
  return Object(arena, members);
}

Value ChangeValue(Arena& arena, const ChangeFacts& change, const GivenFacts& given,
                  const std::optional<Value>& author, TextForm form,
                  const std::string& text_left_out) {
  Members members = given.members;
  if (author) Put(members, "author", *author);
  if (!given.repository && !change.remote.empty()) {
    Put(members, "repository", MakeString(change.remote));
  }
  Put(members, "base", MakeString(change.base));
  Put(members, "head", MakeString(change.head));
  Put(members, "files",
      List(arena, change.files, [&](const ChangedFile& file) { return FileValue(arena, file); }));
  PutTotals(change, members);
  PutText(arena, change, form, text_left_out, members);
  Put(members, "commits", List(arena, change.commits, [&](const ChangeCommit& commit) {
        return CommitValue(arena, commit);
      }));
  Put(members, "agents", List(arena, change.agents, [&](const ChangeAgent& agent) {
        return Object(arena, {{MakeString("name"), MakeString(agent.name)},
                              {MakeString("evidence"), MakeString(agent.evidence)}});
      }));
  return Object(arena, members);
}

Result<std::string> ActionJson(const ChangeFacts& change, const ChangeRequest& request,
                               const GivenFacts& given, TextForm form,
                               const std::string& text_left_out) {
  Arena arena;
  const std::optional<Value> author = Author(arena, change, request, given);
  Members document;
  if (const std::optional<Value> subject = Subject(arena, change, author)) {
    Put(document, "subject", *subject);
  }
  Put(document, "action", Object(arena, {{MakeString("name"), MakeString("merge")}}));
  const std::string_view repository =
      given.repository ? *given.repository : std::string_view(change.remote);
  if (!repository.empty()) {
    Put(document, "resource",
        Object(arena, {{MakeString("type"), MakeString("repository")},
                       {MakeString("id"), MakeString(repository)}}));
  }
  const Value context = Object(
      arena,
      {{MakeString("change"), ChangeValue(arena, change, given, author, form, text_left_out)},
       {MakeString("time"), MakeString(arena.Copy(FormatTimestamp(request.now)))}});
  Put(document, "context", context);
  return WriteCanonicalJson(Object(arena, document));
}

}  // namespace

Result<ChangeAction> MakeChangeAction(const ChangeFacts& change, const ChangeRequest& request,
                                      const JsonLimits& limits) {
  Arena arena;
  ChangeAction made;
  made.notes = change.notes;
  Result<GivenFacts> given = ReadGivenFacts(request.facts, change.head, made.notes);
  if (!given) return std::unexpected(given.error());
  std::string left_out = change.text_left_out;
  Result<std::string> json = ActionJson(change, request, *given, TextForm::Whole, left_out);
  if (json && json->size() > limits.bytes && left_out.empty()) {
    left_out = "the change with its text is over the limit of " + std::to_string(limits.bytes) +
               " bytes for one document";
    json = ActionJson(change, request, *given, TextForm::Whole, left_out);
  }
  if (!json) return std::unexpected(json.error());
  if (json->size() > limits.bytes) {
    return Fail(ErrorKind::Limit, "the change is over the limit of " +
                                      std::to_string(limits.bytes) + " bytes without its text");
  }
  made.json = *std::move(json);
  Result<std::string> referring =
      ActionJson(change, request, *given, TextForm::References, left_out);
  if (!referring) return std::unexpected(referring.error());
  made.referring_json = *std::move(referring);
  if (!left_out.empty()) {
    made.notes.push_back("its text is left out: " + left_out + "; rules that read it err");
  }
  return made;
}

}  // namespace remit
