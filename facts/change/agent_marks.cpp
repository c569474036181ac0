// agent_marks.yaml and lists of the same form, strictly: a mark that is misspelt would be an agent
// unseen.
#include "facts/change/agent_marks.h"

#include <re2/re2.h>

#include <algorithm>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "facts/change/yaml_tree.h"

namespace remit {

std::string_view AgentMarksText();  // agent_marks.yaml, embedded

namespace {

constexpr std::string_view kKeyCharacters =
    "abcdefghijklmnopqrstuvwxyz0123456789-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
constexpr std::string_view kNameCharacters = "abcdefghijklmnopqrstuvwxyz0123456789-._";

Result<void> Refuse(const YamlTree& at, std::string message) {
  return Fail(ErrorKind::BadInput, std::move(message), at.where);
}

std::string Quote(const YamlTree& scalar) { return "`" + EscapeText(scalar.text, 80) + "`"; }

Result<void> CheckIsList(const YamlTree& tree, std::string_view what) {
  if (tree.kind == YamlKind::List) return {};
  return Refuse(tree, "`" + EscapeText(what, 80) + "` must be a list");
}

Result<void> AddPatterns(const YamlTree& list, std::string_view what, const AgentMark& mark,
                         AgentMarks& marks) {
  if (Result<void> is_list = CheckIsList(list, what); !is_list) return is_list;
  for (const YamlTree& item : list.items) {
    if (item.kind != YamlKind::Scalar || item.text.empty()) {
      return Refuse(item, "a pattern must be text");
    }
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_case_sensitive(false);
    options.set_max_mem(ProgramLimits{}.regex_memory);
    // The lines of a message are searched all at once: `^` and `$` are the ends of each, and
    // nothing spans two.
    const bool of_lines = mark.kind == MarkKind::Line;
    options.set_never_nl(of_lines);
    auto pattern = std::make_shared<const re2::RE2>((of_lines ? "(?m)" : "") + item.text, options);
    if (!pattern->ok()) {
      return Refuse(
          item, "the pattern " + Quote(item) + " is no RE2: " + EscapeText(pattern->error(), 200));
    }
    marks.push_back(mark);
    marks.back().pattern = std::move(pattern);
  }
  return {};
}

// One key, or several that share their patterns, between commas.
Result<std::vector<std::string>> ReadKeys(const YamlTree& text) {
  std::vector<std::string> keys;
  std::string_view rest = text.text;
  while (true) {
    const size_t comma = rest.find(',');
    std::string_view key = rest.substr(0, comma);
    while (key.starts_with(' ')) key.remove_prefix(1);
    if (key.empty() || key.find_first_not_of(kKeyCharacters) != std::string_view::npos) {
      return Fail(ErrorKind::BadInput, Quote(text) + " is no key of a trailer", text.where);
    }
    keys.push_back(LowerAscii(key));
    if (comma == std::string_view::npos) return keys;
    rest.remove_prefix(comma + 1);
  }
}

Result<void> AddTrailers(const YamlTree& map, const std::string& agent, AgentMarks& marks) {
  if (map.kind != YamlKind::Map) return Refuse(map, "`trailer` must be a map of keys to patterns");
  for (const auto& [text, patterns] : map.members) {
    const Result<std::vector<std::string>> keys = ReadKeys(text);
    if (!keys) return std::unexpected(keys.error());
    for (const std::string& key : *keys) {
      const AgentMark mark{MarkKind::Trailer, agent, key, nullptr};
      if (Result<void> added = AddPatterns(patterns, text.text, mark, marks); !added) return added;
    }
  }
  return {};
}

const YamlTree* Member(const YamlTree& map, std::string_view key) {
  const auto found = std::ranges::find_if(
      map.members, [key](const YamlMember& member) { return member.key.text == key; });
  return found == map.members.end() ? nullptr : &found->value;
}

Result<void> CheckKeys(const YamlTree& map, std::initializer_list<std::string_view> known) {
  for (const auto& [key, value] : map.members) {
    if (std::ranges::find(known, key.text) == known.end()) {
      std::string names;
      for (std::string_view name : known)
        names += (names.empty() ? "`" : ", `") + std::string(name) + "`";
      return Refuse(key, "no key " + Quote(key) + " here: there are " + names);
    }
  }
  return {};
}

Result<void> AddAgent(const YamlTree& group, AgentMarks& marks) {
  if (group.kind != YamlKind::Map) return Refuse(group, "each of `marks` must be a map");
  const Result<void> known = CheckKeys(group, {"agent", "identity", "trailer", "line"});
  if (!known) return known;
  const YamlTree* agent = Member(group, "agent");
  if (agent == nullptr) return Refuse(group, "an agent needs its name: `agent: NAME`");
  if (agent->kind != YamlKind::Scalar || agent->text.empty() || agent->text.size() > 64 ||
      agent->text.find_first_not_of(kNameCharacters) != std::string::npos) {
    return Refuse(*agent, "the name of an agent is 1 to 64 of a-z, 0-9, `-`, `.` and `_`");
  }
  const size_t before = marks.size();
  Result<void> added;
  if (const YamlTree* list = Member(group, "identity")) {
    added = AddPatterns(*list, "identity", {MarkKind::Identity, agent->text, "", nullptr}, marks);
  }
  if (const YamlTree* map = Member(group, "trailer"); map && added) {
    added = AddTrailers(*map, agent->text, marks);
  }
  if (const YamlTree* list = Member(group, "line"); list && added) {
    added = AddPatterns(*list, "line", {MarkKind::Line, agent->text, "", nullptr}, marks);
  }
  if (added && marks.size() == before)
    return Refuse(group, "the agent " + Quote(*agent) + " has no mark");
  return added;
}

Result<void> AddAttestations(const YamlTree& list, AgentMarks& marks) {
  if (Result<void> is_list = CheckIsList(list, "attest"); !is_list) return is_list;
  for (const YamlTree& item : list.items) {
    if (item.kind != YamlKind::Scalar)
      return Refuse(item, "an attestation is the key of a trailer");
    const Result<std::vector<std::string>> keys = ReadKeys(item);
    if (!keys) return std::unexpected(keys.error());
    for (const std::string& key : *keys) marks.push_back({MarkKind::Attest, "", key, nullptr});
  }
  return {};
}

}  // namespace

Result<AgentMarks> ParseAgentMarks(std::string_view yaml, const std::string& name) {
  const Result<YamlTree> tree = ReadYamlTree(yaml, name);
  if (!tree) return std::unexpected(tree.error());
  if (tree->kind != YamlKind::Map) {
    return Fail(ErrorKind::BadInput, "a list of marks is a map with `marks`, `bots`, `attest`",
                tree->where);
  }
  AgentMarks marks;
  Result<void> added = CheckKeys(*tree, {"marks", "bots", "attest"});
  if (const YamlTree* agents = Member(*tree, "marks"); agents && added) {
    added = CheckIsList(*agents, "marks");
    for (const YamlTree& group : agents->items) {
      if (added) added = AddAgent(group, marks);
    }
  }
  if (const YamlTree* bots = Member(*tree, "bots"); bots && added) {
    added = AddPatterns(*bots, "bots", {MarkKind::Bot, "", "", nullptr}, marks);
  }
  if (const YamlTree* keys = Member(*tree, "attest"); keys && added) {
    added = AddAttestations(*keys, marks);
  }
  if (!added) return std::unexpected(added.error());
  return marks;
}

const AgentMarks& BuiltinAgentMarks() {
  static const AgentMarks marks = [] {
    Result<AgentMarks> parsed = ParseAgentMarks(AgentMarksText(), "agent_marks.yaml");
    REMIT_CHECK(parsed, "the list of marks that comes with Remit is one");
    return *std::move(parsed);
  }();
  return marks;
}

}  // namespace remit
