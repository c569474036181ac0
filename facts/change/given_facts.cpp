#include "facts/change/given_facts.h"

#include <algorithm>
#include <array>

#include "engine/base/escape.h"
#include "facts/change/change_action.h"

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

Result<std::vector<Value>> OfHead(const Value& list, std::string_view name, const std::string& head,
                                  std::vector<std::string>& notes) {
  if (list.kind != ValueKind::List) {
    return Fail(ErrorKind::BadInput, Quoted(name) + " must be a list");
  }
  std::vector<Value> kept;
  for (const Value& evidence : list.list()) {
    const Result<bool> belongs = BelongsToHead(evidence, name, head, notes);
    if (!belongs) return std::unexpected(belongs.error());
    if (*belongs) kept.push_back(evidence);
  }
  return kept;
}

// `into` keeps what the member refers to.
Result<void> ReadEach(std::string_view name, const Value& list, const std::string& head,
                      std::vector<Value>& into, GivenFacts& given,
                      std::vector<std::string>& notes) {
  Result<std::vector<Value>> kept = OfHead(list, name, head, notes);
  if (!kept) return std::unexpected(kept.error());
  into = *std::move(kept);
  // Findings all of another commit mean that this one was not scanned, not that it is clean.
  if (name == "findings" && into.empty() && list.size > 0) return {};
  given.members.push_back({MakeString(name), MakeList(into)});
  return {};
}

Result<void> ReadMember(std::string_view name, const Value& value, const std::string& head,
                        GivenFacts& given, std::vector<std::string>& notes) {
  if (Holds(kFromGit, name)) {
    notes.push_back(Quoted(name) + " of the given facts is left out: git's own counts");
    return {};
  }
  // A slip of the hand in `tests` must not make the tests unknown.
  if (!Holds(kFromElsewhere, name)) return NoMember(name);
  if (name == "approvals") {
    return ReadEach(name, value, head, given.kept_approvals, given, notes);
  }
  if (name == "findings") return ReadEach(name, value, head, given.kept_findings, given, notes);
  if (name == "author") {
    if (value.kind != ValueKind::Map) {
      return Fail(ErrorKind::BadInput, "`author` must be an object with `id` and `type`");
    }
    given.author = value;
    return {};
  }
  if (name == "tests" || name == "coverage") {
    const Result<bool> belongs = BelongsToHead(value, name, head, notes);
    if (!belongs) return std::unexpected(belongs.error());
    if (!*belongs) return {};
  }
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

bool MayBeGiven(std::string_view member) { return Holds(kFromElsewhere, member); }

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
  return given;
}

}  // namespace remit
