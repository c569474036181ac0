#include "facts/change/given_facts.h"

#include <algorithm>
#include <array>

#include "engine/base/escape.h"

namespace remit {
namespace {

// What git says, nobody else does.
constexpr std::array<std::string_view, 10> kFromGit = {
    "added", "added_text", "agents",  "base",         "commits",
    "files", "head",       "removed", "removed_text", "text_left_out"};
// What is known elsewhere: the other members of the type `Change`.
constexpr std::array<std::string_view, 14> kFromElsewhere = {
    "approvals", "author", "coverage", "dependencies", "description", "draft", "findings",
    "id",        "labels", "owners",   "repository",   "target",      "tests", "title"};

template <typename Names>
bool Holds(const Names& names, std::string_view name) {
  return std::ranges::find(names, name) != names.end();
}

std::string Quoted(std::string_view text) { return "`" + EscapeText(text, 80) + "`"; }

std::unexpected<Error> NoMember(std::string_view name) {
  std::string known;
  for (const std::string_view one : kFromElsewhere) {
    known += (known.empty() ? "`" : ", `") + std::string(one) + "`";
  }
  return Fail(ErrorKind::BadInput,
              "no member " + Quoted(name) + " of a change: there are " + known);
}

Result<std::string_view> CommitOf(const Value& evidence, std::string_view what) {
  const Value* commit = evidence.kind == ValueKind::Map ? FindMember(evidence, "commit") : nullptr;
  if (commit == nullptr || commit->kind != ValueKind::String) {
    return Fail(ErrorKind::BadInput,
                Quoted(what) + " must be an object with the `commit` it is of");
  }
  return commit->string();
}

std::string OfAnother(std::string_view what, std::string_view commit, const std::string& head) {
  const bool abbreviated = !commit.empty() && head.starts_with(commit);
  return Quoted(what) + " left out: of the commit " + Quoted(commit) + ", not of the head " +
         Quoted(head) + (abbreviated ? ": give the full id" : "");
}

Result<bool> BelongsToHead(const Value& evidence, std::string_view name, const std::string& head,
                           std::vector<std::string>& notes) {
  const Result<std::string_view> commit = CommitOf(evidence, name);
  if (!commit) return std::unexpected(commit.error());
  if (*commit == head) return true;
  notes.push_back(OfAnother(name, *commit, head));
  return false;
}

Result<void> NeedsList(const Value& value, std::string_view name) {
  if (value.kind == ValueKind::List) return {};
  return Fail(ErrorKind::BadInput, Quoted(name) + " must be a list");
}

// One finding of another commit means that the scan was of another commit.
Result<bool> KeepFindings(const Value& findings, const std::string& head,
                          std::vector<std::string>& notes) {
  if (Result<void> list = NeedsList(findings, "findings"); !list) {
    return std::unexpected(list.error());
  }
  for (const Value& finding : findings.list()) {
    const Result<bool> kept = BelongsToHead(finding, "findings", head, notes);
    if (!kept || !*kept) return kept;
  }
  return true;
}

Result<void> KeepApprovals(const Value& approvals, const std::string& head, GivenFacts& given,
                           std::vector<std::string>& notes) {
  if (Result<void> list = NeedsList(approvals, "approvals"); !list) return list;
  for (const Value& approval : approvals.list()) {
    const Result<bool> kept = BelongsToHead(approval, "approvals", head, notes);
    if (!kept) return std::unexpected(kept.error());
    if (*kept) given.kept_approvals.push_back(approval);
  }
  return {};
}

Result<bool> IsKept(std::string_view name, const Value& value, const std::string& head,
                    std::vector<std::string>& notes) {
  if (name == "tests" || name == "coverage") return BelongsToHead(value, name, head, notes);
  if (name == "findings") return KeepFindings(value, head, notes);
  return true;
}

Result<void> ReadMember(std::string_view name, const Value& value, const std::string& head,
                        GivenFacts& given, std::vector<std::string>& notes) {
  if (Holds(kFromGit, name)) {
    notes.push_back(Quoted(name) + " of the given facts is left out: git's own counts");
    return {};
  }
  // A slip of the hand in `tests` must not make the tests unknown.
  if (!Holds(kFromElsewhere, name)) return NoMember(name);
  if (name == "approvals") return KeepApprovals(value, head, given, notes);
  if (name == "author") {
    if (value.kind != ValueKind::Map) {
      return Fail(ErrorKind::BadInput, "`author` must be an object with `id` and `type`");
    }
    given.author = value;
    return {};
  }
  const Result<bool> kept = IsKept(name, value, head, notes);
  if (!kept) return std::unexpected(kept.error());
  if (!*kept) return {};
  if (name == "repository") {
    if (value.kind != ValueKind::String) {
      return Fail(ErrorKind::BadInput, "`repository` must be a string");
    }
    given.repository = value.string();
  }
  given.members.push_back({MakeString(name), value});
  return {};
}

}  // namespace

Result<GivenFacts> ReadGivenFacts(const Value* facts, const std::string& head,
                                  std::vector<std::string>& notes) {
  GivenFacts given;
  if (facts == nullptr) return given;
  if (facts->kind != ValueKind::Map) {
    return Fail(ErrorKind::BadInput, "the given facts must be one JSON object");
  }
  for (const MapEntry& entry : facts->map()) {
    if (entry.value.kind == ValueKind::Null) continue;
    Result<void> read = ReadMember(entry.key.string(), entry.value, head, given, notes);
    if (!read) return std::unexpected(read.error());
  }
  if (const Value* approvals = FindMember(*facts, "approvals");
      approvals != nullptr && approvals->kind == ValueKind::List) {
    given.members.push_back({MakeString("approvals"), MakeList(given.kept_approvals)});
  }
  return given;
}

}  // namespace remit
