// Maps are copied with their keys in place, so that order and keys stay those of the change.
#include "cli/change_parts.h"

#include <algorithm>
#include <unordered_map>

#include "cli/json_members.h"

namespace remit {
namespace {

constexpr std::array<std::string_view, kPathLists> kListNames = {
    "files", "added_text", "removed_text", "findings", "owners"};

std::string_view OldPath(const Value& file) {
  const std::string_view old_path = TextMember(file, "old_path");
  return old_path.empty() ? TextMember(file, "path") : old_path;
}

ChangePiece PieceOf(PathList list, uint32_t index, const Value& element) {
  ChangePiece piece{list, index, TextMember(element, "path")};
  piece.first = std::max<int64_t>(1, NumberMember(element, "line", 1));
  const std::string_view text =
      list == PathList::Findings ? std::string_view() : TextMember(element, "text");
  int64_t lines = std::ranges::count(text, '\n');
  if (text.empty() || text.back() != '\n') ++lines;
  piece.last = piece.first + lines - 1;
  return piece;
}

// `map` with the members of the same names replaced.
Value WithMembers(Arena& arena, const Value& map, std::span<const MapEntry> members) {
  const auto entries = arena.MakeArray<MapEntry>(map.size);
  std::ranges::copy(map.map(), entries.begin());
  for (MapEntry& entry : entries) {
    for (const MapEntry& member : members) {
      if (CompareKeys(entry.key, member.key) == 0) entry.value = member.value;
    }
  }
  Value copy = map;
  copy.entries = entries.data();
  return copy;
}

}  // namespace

ChangeParts::ChangeParts(const Action& action) : action_(action), context_(action.context) {
  const Value* change = FindMember(context_, "change");
  if (change == nullptr || change->kind != ValueKind::Map) return;
  change_ = *change;
  for (const MapEntry& member : change_.map()) {
    const auto name = member.key.kind == ValueKind::String && member.value.kind == ValueKind::List
                          ? std::ranges::find(kListNames, member.key.string())
                          : kListNames.end();
    if (name == kListNames.end()) continue;
    lists_[static_cast<size_t>(name - kListNames.begin())].all = member.value;
  }
  TakeFiles();
  for (const PathList list :
       {PathList::AddedText, PathList::RemovedText, PathList::Findings, PathList::Owners}) {
    TakeElements(list);
  }
}

void ChangeParts::TakeFiles() {
  List& list = ListOf(PathList::Files);
  if (list.all.kind != ValueKind::List) return;
  for (uint32_t i = 0; i < list.all.size; ++i) {
    const Value& file = list.all.list()[i];
    const std::string_view path = TextMember(file, "path");
    if (path.empty()) {
      list.always.push_back(i);
      continue;
    }
    files_.push_back({path, TextMember(file, "old_path"), NumberMember(file, "added", 0),
                      NumberMember(file, "removed", 0), i});
  }
}

// Removed text bears the path of the old side, everything else that of the new one; where a path is
// only known on the other side, that is meant.
void ChangeParts::TakeElements(PathList which) {
  List& list = ListOf(which);
  if (list.all.kind != ValueKind::List) return;
  std::unordered_map<std::string_view, size_t> of_path;
  const bool old_side = which == PathList::RemovedText;
  for (const bool first_choice : {true, false}) {
    for (size_t i = 0; i < files_.size(); ++i) {
      const Value& file = ListOf(PathList::Files).all.list()[files_[i].index];
      of_path.try_emplace(old_side == first_choice ? OldPath(file) : files_[i].path, i);
    }
  }
  for (uint32_t i = 0; i < list.all.size; ++i) {
    const Value& element = list.all.list()[i];
    const auto found = of_path.find(TextMember(element, "path"));
    if (found == of_path.end()) {
      list.always.push_back(i);
    } else if (which == PathList::Owners) {
      files_[found->second].owners.push_back(i);
    } else {
      files_[found->second].pieces.push_back(PieceOf(which, i, element));
    }
  }
}

void ChangeParts::Begin() {
  arena_.Reset();
  for (List& list : lists_) list.kept = list.always;
  added_ = removed_ = 0;
}

void ChangeParts::Keep(const FilePart& file) {
  ListOf(PathList::Files).kept.push_back(file.index);
  List& owners = ListOf(PathList::Owners);
  owners.kept.insert(owners.kept.end(), file.owners.begin(), file.owners.end());
  added_ += file.added;
  removed_ += file.removed;
}

void ChangeParts::Keep(const ChangePiece& piece) { ListOf(piece.list).kept.push_back(piece.index); }

void ChangeParts::KeepWhole(const FilePart& file) {
  Keep(file);
  for (const ChangePiece& piece : file.pieces) Keep(piece);
}

Value ChangeParts::KeptOf(const List& list) {
  const auto items = arena_.MakeArray<Value>(list.kept.size());
  for (size_t i = 0; i < items.size(); ++i) items[i] = list.all.list()[list.kept[i]];
  return MakeList(items);
}

const Action& ChangeParts::action() {
  if (change_.kind != ValueKind::Map) return action_;
  std::array<MapEntry, kPathLists + 2> members;
  size_t count = 0;
  for (size_t i = 0; i < kPathLists; ++i) {
    List& list = lists_[i];
    if (list.all.kind != ValueKind::List) continue;
    std::ranges::sort(list.kept);
    members[count++] = {MakeString(kListNames[i]), KeptOf(list)};
  }
  members[count++] = {MakeString("added"), MakeInt(added_)};
  members[count++] = {MakeString("removed"), MakeInt(removed_)};
  const Value change = WithMembers(arena_, change_, std::span(members).first(count));
  const MapEntry whole = {MakeString("change"), change};
  action_.context = WithMembers(arena_, context_, std::span(&whole, 1));
  return action_;
}

}  // namespace remit
