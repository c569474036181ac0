#include "engine/decide/engine.h"

#include <algorithm>
#include <tuple>

#include "engine/program/encode.h"
#include "engine/program/verify.h"

namespace remit {
namespace {

// Policies by name, rules by policy and name, none twice: what makes a decision independent of the
// order of files and declarations, and one policy's rules a range.
bool IsCanonical(const Program& program) {
  const auto policy_name = [&](uint32_t id) -> const std::string& {
    return program.strings[program.policies[id].name];
  };
  const auto rule_key = [&](uint32_t id) {
    const Rule& rule = program.rules[id];
    return std::tie(rule.policy, program.strings[rule.name]);
  };
  for (uint32_t id = 1; id < program.policies.size(); ++id) {
    if (policy_name(id - 1) >= policy_name(id)) return false;
  }
  for (uint32_t id = 1; id < program.rules.size(); ++id) {
    if (rule_key(id - 1) >= rule_key(id)) return false;
  }
  return true;
}

}  // namespace

Result<Engine> Engine::Load(std::string program_bytes, const ProgramLimits& limits) {
  Result<Program> program = DecodeProgram(program_bytes, limits);
  if (!program) return std::unexpected(std::move(program.error()));
  if (auto verified = VerifyProgram(*program, limits); !verified) {
    return std::unexpected(std::move(verified.error()));
  }
  if (!IsCanonical(*program)) {
    return Fail(ErrorKind::BadProgram, "policies or rules are not in the order of their names");
  }
  auto loaded = LoadedProgram::Load(std::move(*program));
  if (!loaded) return std::unexpected(std::move(loaded.error()));

  Engine engine;
  engine.digest_ = Sha256(program_bytes);
  engine.bytes_ = std::move(program_bytes);
  engine.loaded_ = std::move(*loaded);
  engine.index_ = RuleIndex(engine.program());
  engine.tables_ = MakeDecideTables(engine.program());
  return engine;
}

std::optional<uint32_t> Engine::FindSlot(std::string_view path) const {
  const auto found = std::ranges::find(tables_.slot_names, path);
  if (found == tables_.slot_names.end()) return std::nullopt;
  return static_cast<uint32_t>(found - tables_.slot_names.begin());
}

}  // namespace remit
