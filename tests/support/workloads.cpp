#include "tests/support/workloads.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <memory>
#include <sstream>

#include "dsl/compile/compile.h"
#include "engine/base/arena.h"
#include "engine/model/action.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/program/encode.h"

namespace remit {
namespace {

Result<std::string> ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return Fail(ErrorKind::Missing, "cannot be read", path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// The file at `path`, or at `path`.gz through gzip.
Result<std::string> ReadMaybePacked(const std::string& path) {
  const std::string packed = path + ".gz";
  if (std::filesystem::exists(path) || !std::filesystem::exists(packed)) return ReadWhole(path);
  const std::string command = "gzip -dc '" + packed + "'";
  std::FILE* pipe = popen(command.c_str(), "r");
  if (pipe == nullptr) return Fail(ErrorKind::Io, "cannot run gzip", packed);
  std::string text;
  char buffer[65536];
  while (const size_t count = std::fread(buffer, 1, sizeof buffer, pipe)) {
    text.append(buffer, count);
  }
  if (pclose(pipe) != 0) return Fail(ErrorKind::BadInput, "gzip refused it", packed);
  return text;
}

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) {
    if (!line.empty()) lines.push_back(std::move(line));
  }
  return lines;
}

std::string_view Member(const Value& map, std::string_view name) {
  const Value* value = map.kind == ValueKind::Map ? FindMember(map, name) : nullptr;
  return value != nullptr && value->kind == ValueKind::String ? value->string()
                                                              : std::string_view();
}

// The text as a CEL string literal; JSON's escapes are among CEL's.
std::string Quoted(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

// The users of `role`, as a CEL list.
std::string UsersOf(const Value& user_roles, std::string_view role) {
  std::string users;
  for (const MapEntry& user : user_roles.map()) {
    for (const Value& has : user.value.list()) {
      if (has.string() != role) continue;
      if (!users.empty()) users += ", ";
      users += Quoted(user.key.string());
    }
  }
  return "[" + users + "]";
}

std::string Authority(std::string_view role, const Value& user_roles, const Value* grants) {
  std::string text = "\nauthority " + std::string(role) + " {\n  for subject.id in " +
                     UsersOf(user_roles, role) + "\n";
  if (grants == nullptr) return text + "  may \"*\"\n}\n";
  for (const Value& grant : grants->list()) {
    text += "  may " + Quoted(Member(grant, "action")) +
            " when resource.type == " + Quoted(Member(grant, "type")) + "\n";
  }
  return text + "}\n";
}

// A line of W1's answers: 1 allow, 0 deny; of the others': 0 allow, 1 notify, 2 escalate.
Verdict ExpectedVerdict(bool roles, const std::string& line) {
  if (roles) return line == "1" ? Verdict::Allow : Verdict::Escalate;
  return line == "0" ? Verdict::Allow : line == "1" ? Verdict::Notify : Verdict::Escalate;
}

}  // namespace

std::string PerfFolder(std::string_view source_dir) {
  const char* data = std::getenv("REMIT_DATA");
  const std::string folder =
      (data != nullptr ? std::string(data) : std::string(source_dir) + "/../shared/data") + "/perf";
  return std::filesystem::is_directory(folder) ? folder : std::string();
}

Result<std::string> PolicyFromRules(std::string_view rules_json) {
  Arena arena;
  const Result<Value> rules = ReadJson(arena, rules_json);
  if (!rules) return std::unexpected(rules.error());
  if (rules->kind != ValueKind::List) return Fail(ErrorKind::BadInput, "rules are no list");
  std::string text = "policy workload owner \"ops\" default allow\n";
  for (const Value& rule : rules->list()) {
    const std::string_view id = Member(rule, "id"), effect = Member(rule, "effect");
    const std::string_view action = Member(rule, "action"), condition = Member(rule, "expr");
    if (id.empty() || condition.empty() || (effect != "notify" && effect != "escalate")) {
      return Fail(ErrorKind::BadInput, "a rule without `id`, `effect` or `expr`");
    }
    text += "\ntrigger " + std::string(id);
    if (!action.empty()) text += " on " + Quoted(action);
    text +=
        " {\n  when " + std::string(condition) + "\n  " + std::string(effect) + " to \"ops\"\n}\n";
  }
  return text;
}

Result<std::string> PolicyFromRoles(std::string_view roles_json) {
  Arena arena;
  const Result<Value> data = ReadJson(arena, roles_json);
  if (!data) return std::unexpected(data.error());
  const Value* users = data->kind == ValueKind::Map ? FindMember(*data, "user_roles") : nullptr;
  const Value* grants = data->kind == ValueKind::Map ? FindMember(*data, "role_grants") : nullptr;
  if (users == nullptr || grants == nullptr) {
    return Fail(ErrorKind::BadInput, "no `user_roles` or no `role_grants`");
  }
  std::string text = "policy workload owner \"ops\"\n";
  for (const MapEntry& role : grants->map()) {
    text += Authority(role.key.string(), *users, &role.value);
  }
  std::vector<std::string_view> unlimited;
  for (const MapEntry& user : users->map()) {
    for (const Value& role : user.value.list()) {
      const bool seen = std::ranges::find(unlimited, role.string()) != unlimited.end();
      if (!seen && FindMember(*grants, role.string()) == nullptr) {
        unlimited.push_back(role.string());
        text += Authority(role.string(), *users, nullptr);
      }
    }
  }
  return text;
}

Result<Workload> ReadWorkload(const std::string& folder, const std::string& name) {
  const bool roles = name == "w1";
  const std::string stem = folder + "/" + name;
  const Result<std::string> rules = ReadMaybePacked(stem + (roles ? ".data.json" : ".rules.json"));
  if (!rules) return std::unexpected(rules.error());
  const Result<std::string> actions = ReadWhole(stem + ".jsonl");
  if (!actions) return std::unexpected(actions.error());
  const Result<std::string> expected = ReadWhole(stem + ".expected");
  if (!expected) return std::unexpected(expected.error());
  Result<std::string> policy = roles ? PolicyFromRoles(*rules) : PolicyFromRules(*rules);
  if (!policy) return std::unexpected(policy.error());

  Workload workload{name, *std::move(policy), Lines(*actions), {}};
  for (const std::string& line : Lines(*expected)) {
    workload.expected.push_back(ExpectedVerdict(roles, line));
  }
  if (workload.actions.empty() || workload.actions.size() != workload.expected.size()) {
    return Fail(ErrorKind::BadInput, "not one answer for each action", stem);
  }
  return workload;
}

Result<Engine> EngineFor(std::string_view policy) {
  const Compilation compilation = CompileTexts({{"workload.remit", std::string(policy)}}, {});
  if (!compilation.program) {
    return Fail(ErrorKind::BadProgram,
                FormatDiagnostics(compilation.diagnostics, compilation.sources));
  }
  return Engine::Load(EncodeProgram(*compilation.program));
}

std::string Mismatches(const Workload& workload, const std::vector<Verdict>& verdicts) {
  std::string text;
  for (size_t i = 0; i < workload.expected.size(); ++i) {
    if (i < verdicts.size() && verdicts[i] == workload.expected[i]) continue;
    text += workload.name + ": action " + std::to_string(i + 1) + ": ";
    text += i < verdicts.size() ? VerdictName(verdicts[i]) : std::string_view("not decided");
    text += ", expected " + std::string(VerdictName(workload.expected[i])) + "\n";
  }
  return text;
}

Result<std::vector<Verdict>> DecideAll(const Engine& engine, const Workload& workload) {
  Decider decider(engine);
  std::vector<Verdict> verdicts;
  verdicts.reserve(workload.actions.size());
  for (const std::string& text : workload.actions) {
    const Result<const Decision*> decision = decider.Decide(text, MakeTimestamp(0, 0));
    if (!decision) return std::unexpected(decision.error());
    verdicts.push_back((*decision)->verdict);
  }
  return verdicts;
}

}  // namespace remit
