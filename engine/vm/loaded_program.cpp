// What a verified program needs before it runs, made once for all threads: constants as values,
// regexes compiled.
#include <algorithm>
#include <bit>
#include <map>
#include <utility>

#include "engine/vm/vm.h"

namespace remit {
namespace {

// Constants and their items are flat tables; a list or map refers to a range of the items' table,
// so every address is known before any value is.
class ConstantBuilder {
 public:
  ConstantBuilder(const Program& program, Arena& arena)
      : program_(program), items_(arena.MakeArray<Value>(program.constant_items.size())) {
    for (size_t i = 0; i < items_.size(); ++i) {
      items_[i] = Build(arena, program.constant_items[i]);
    }
    // Entries are copies of items, which are all there by now.
    for (const auto& [first, entries] : maps_) {
      for (size_t i = 0; i < entries.size(); ++i) {
        entries[i] = {items_[first + 2 * i], items_[first + 2 * i + 1]};
      }
    }
    maps_.clear();
  }

  Value BuildConstant(Arena& arena, const Constant& constant) {
    const Value value = Build(arena, constant);
    for (const auto& [first, entries] : maps_) {
      for (size_t i = 0; i < entries.size(); ++i) {
        entries[i] = {items_[first + 2 * i], items_[first + 2 * i + 1]};
      }
    }
    maps_.clear();
    return value;
  }

 private:
  Value Build(Arena& arena, const Constant& constant) {
    switch (constant.kind) {
      case ValueKind::Bool:
        return MakeBool(constant.bits != 0);
      case ValueKind::Int:
        return MakeInt(constant.bits);
      case ValueKind::Uint:
        return MakeUint(static_cast<uint64_t>(constant.bits));
      case ValueKind::Double:
        return MakeDouble(std::bit_cast<double>(constant.bits));
      case ValueKind::String:
        return MakeString(program_.strings[constant.first]);
      case ValueKind::Bytes:
        return MakeBytes(program_.strings[constant.first]);
      case ValueKind::Timestamp:
        return MakeTimestamp(constant.bits, constant.count);
      case ValueKind::Duration:
        return MakeDuration(constant.bits);
      case ValueKind::Type:
        return MakeType(static_cast<ValueKind>(constant.bits));
      case ValueKind::List:
        return MakeList(std::span<const Value>(items_).subspan(constant.first, constant.count));
      case ValueKind::Map:
        return BuildMap(arena, constant);
      case ValueKind::Optional:
        return MakeOptional(constant.count == 0 ? nullptr : &items_[constant.first]);
      case ValueKind::Ip:
        return MakeIp(program_.strings[constant.first]);
      case ValueKind::Cidr:
        return MakeCidr(program_.strings[constant.first]);
      case ValueKind::Semver:
        return MakeSemver(program_.strings[constant.first]);
      case ValueKind::Null:
      case ValueKind::Error:
        break;
    }
    return MakeNull();
  }

  Value BuildMap(Arena& arena, const Constant& constant) {
    const std::span<MapEntry> entries = arena.MakeArray<MapEntry>(constant.count);
    maps_.emplace_back(constant.first, entries);
    Value value;
    value.kind = ValueKind::Map;
    value.size = constant.count;
    value.entries = entries.data();
    return value;
  }

  const Program& program_;
  std::span<Value> items_;
  std::vector<std::pair<uint32_t, std::span<MapEntry>>> maps_;
};

std::vector<uint32_t> NextOfPath(const Program& program) {
  const Table<Slot>& slots = program.slots;
  std::map<std::pair<SlotRoot, std::vector<StringId>>, uint32_t> last;
  std::vector<uint32_t> next(slots.size(), kNone);
  for (uint32_t i = 0; i < slots.size(); ++i) {
    const std::span<const StringId> members = program.ids[slots[i].members];
    auto [place, first] = last.emplace(
        std::pair(slots[i].root, std::vector<StringId>(members.begin(), members.end())), i);
    if (first) continue;
    next[place->second] = i;
    place->second = i;
  }
  return next;
}

std::vector<uint32_t> KindsAsIs(const Program& program, const std::vector<uint32_t>& next) {
  std::vector<uint32_t> kinds(program.slots.size());
  std::vector<bool> shared(program.slots.size());
  for (size_t slot = 0; slot < next.size(); ++slot) {
    if (next[slot] == kNone) continue;
    shared[slot] = true;
    shared[next[slot]] = true;
  }
  for (size_t slot = 0; slot < kinds.size(); ++slot) {
    if (shared[slot]) continue;
    const ReadAsIs as_is = AsIs(program.types, program.slots[slot].type);
    if (as_is.any) {
      kinds[slot] = ~(uint32_t{1} << static_cast<unsigned>(ValueKind::Error));
    } else if (as_is.kind != ValueKind::Error) {
      kinds[slot] = uint32_t{1} << static_cast<unsigned>(as_is.kind);
    }
  }
  return kinds;
}

// A chunk evaluates only chunks and lets that come before it, so one pass in order sees every
// callee before its callers.
LoadedProgram::Needs DeepestNeeds(const Program& program) {
  struct ChunkNeeds {
    uint32_t values = 0, iterations = 0, builders = 0;
    void Widen(const ChunkNeeds& other) {
      values = std::max(values, other.values);
      iterations = std::max(iterations, other.iterations);
      builders = std::max(builders, other.builders);
    }
  };
  std::vector<ChunkNeeds> needs(program.chunks.size());
  ChunkNeeds deepest;
  for (size_t id = 0; id < program.chunks.size(); ++id) {
    const Chunk& chunk = program.chunks[id];
    ChunkNeeds& own = needs[id];
    for (uint32_t i = 0; i < chunk.size; ++i) {
      const Instruction& instruction = program.code[chunk.begin + i];
      if (instruction.opcode != Opcode::Lazy && instruction.opcode != Opcode::Let) continue;
      const bool let = instruction.opcode == Opcode::Let;
      const ChunkId callee = let ? program.lets[instruction.b].chunk : instruction.b;
      if (callee < id) own.Widen(needs[callee]);
    }
    own.values += uint32_t{chunk.stack} + chunk.locals;
    own.iterations += chunk.iterations;
    own.builders += chunk.builders;
    deepest.Widen(own);
  }
  return {deepest.values, deepest.iterations, deepest.builders};
}

}  // namespace

Result<std::unique_ptr<const LoadedProgram>> LoadedProgram::Load(Program program) {
  auto loaded = std::make_unique<LoadedProgram>();
  loaded->program_ = std::move(program);
  const Program& kept = loaded->program_;
  ConstantBuilder builder(kept, loaded->arena_);
  loaded->constants_.reserve(kept.constants.size());
  for (const Constant& constant : kept.constants) {
    loaded->constants_.push_back(builder.BuildConstant(loaded->arena_, constant));
  }
  std::vector<CompiledRegex> regexes;
  for (const StringId regex : kept.regexes) {
    Result<CompiledRegex> compiled = CompiledRegex::Compile(kept.strings[regex]);
    if (!compiled) return Fail(ErrorKind::BadProgram, compiled.error().message);
    regexes.push_back(std::move(*compiled));
  }
  loaded->regexes_ = ShareRegexes(std::move(regexes));
  for (const PatternSet& set : kept.pattern_sets) {
    Result<CompiledPatternSet> compiled = CompiledPatternSet::Compile(kept, set);
    if (!compiled) return Fail(ErrorKind::BadProgram, compiled.error().message);
    loaded->pattern_sets_.push_back(std::move(*compiled));
  }
  loaded->needs_ = DeepestNeeds(kept);
  loaded->next_of_path_ = NextOfPath(kept);
  loaded->kinds_as_is_ = KindsAsIs(kept, loaded->next_of_path_);
  loaded->paths_ = PathTrie(kept);
  return loaded;
}

}  // namespace remit
