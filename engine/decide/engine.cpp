#include "engine/decide/engine.h"

#include <algorithm>

#include "engine/program/cold_parts.h"
#include "engine/program/encode.h"
#include "engine/program/verify.h"

namespace remit {
Result<Engine> Engine::Load(std::string_view program_bytes, const ProgramLimits& limits) {
  HeldBytes held = HeldBytes::Copy(program_bytes);
  const std::string_view bytes = held.view();
  return Load(SealedProgram{std::move(held), bytes, {}}, limits);
}

Result<Engine> Engine::Load(SealedProgram&& sealed, const ProgramLimits& limits) {
  Result<Program> program = DecodeProgram(sealed.bytes, limits);
  if (!program) return std::unexpected(std::move(program.error()));
  if (auto verified = VerifyProgram(*program, limits); !verified) {
    return std::unexpected(std::move(verified.error()));
  }
  auto loaded = LoadedProgram::Load(std::move(*program));
  if (!loaded) return std::unexpected(std::move(loaded.error()));

  Engine engine;
  engine.digest_ = Sha256(sealed.manifest);
  engine.loaded_ = std::move(*loaded);
  engine.index_ = RuleIndex(*engine.loaded_);
  engine.tables_ = MakeDecideTables(engine.program());
  for (const std::string_view part : ColdParts(engine.program(), sealed.bytes)) {
    if (part.empty()) continue;
    sealed.held.Forget(static_cast<size_t>(part.data() - sealed.held.view().data()), part.size());
  }
  engine.sealed_ = std::move(sealed);  // last: what throws before leaves it to the caller
  return engine;
}

std::optional<uint32_t> Engine::FindSlot(std::string_view path) const {
  const auto found = std::ranges::find(tables_.slot_names, path);
  if (found == tables_.slot_names.end()) return std::nullopt;
  return static_cast<uint32_t>(found - tables_.slot_names.begin());
}

}  // namespace remit
