// Programs for the VM's tests, chunk by chunk.
#pragma once

#include <catch2/catch.hpp>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/vm/test_values.h"
#include "engine/vm/vm.h"

namespace remit::test {

using Op = Opcode;
using Code = std::vector<Instruction>;

// A program of chunks whose constants are given by their values; scalars, strings and lists of
// these.
class Assembler {
 public:
  Assembler() {
    program.fuel = 1000;
    program.types = {{}, {FactKind::Double, 0}, {FactKind::List, 1}, {FactKind::Int, 0}};
    program.covers = 2;
  }

  uint32_t Text(std::string_view text) {
    for (uint32_t i = 0; i < program.strings.size(); ++i) {
      if (program.strings[i] == text) return i;
    }
    program.strings.push_back(text);
    return static_cast<uint32_t>(program.strings.size() - 1);
  }

  // push the constant
  Instruction K(const Value& value) {
    program.constants.push_back(Encode(value));
    return {Op::Const, 0, static_cast<uint32_t>(program.constants.size() - 1)};
  }

  ChunkId Chunk(Code code, uint32_t weight = 1) {
    remit::Chunk chunk;
    chunk.begin = static_cast<uint32_t>(program.code.size());
    code.push_back({Op::Return});
    chunk.size = static_cast<uint32_t>(code.size());
    chunk.weight = weight;
    chunk.stack = 8;
    chunk.locals = 4;
    chunk.iterations = 3;
    chunk.builders = 3;
    // The line of an instruction's place is its number in the chunk, from 100.
    for (uint32_t i = 0; i < code.size(); ++i) {
      program.places.push_back({chunk.begin + i, {0, 100 + i, 1}});
    }
    program.code.Add(code);
    program.chunks.push_back(chunk);
    return static_cast<ChunkId>(program.chunks.size() - 1);
  }

  uint32_t Let(ChunkId chunk) {
    remit::Let let;
    let.name = Text("p.let");
    let.chunk = chunk;
    program.lets.push_back(let);
    return static_cast<uint32_t>(program.lets.size() - 1);
  }

  uint32_t Slot(SlotRoot root, std::initializer_list<std::string_view> members, uint32_t type = 0) {
    std::vector<StringId> ids;
    for (const std::string_view member : members) ids.push_back(Text(member));
    program.slots.push_back({root, program.ids.Add(ids), type});
    return static_cast<uint32_t>(program.slots.size() - 1);
  }

  std::unique_ptr<const LoadedProgram> Load() const {
    auto loaded = LoadedProgram::Load(program);
    REQUIRE(loaded.has_value());
    return std::move(*loaded);
  }

  Program program;

 private:
  static bool IsText(ValueKind kind) {
    return kind == ValueKind::String || kind == ValueKind::Bytes || kind == ValueKind::Ip ||
           kind == ValueKind::Cidr || kind == ValueKind::Semver;
  }

  Constant Encode(const Value& value) {
    Constant constant;
    constant.kind = value.kind;
    if (value.kind == ValueKind::Bool) {
      constant.bits = value.boolean ? 1 : 0;
    } else if (value.kind == ValueKind::Optional) {
      if (value.items != nullptr) {
        const Constant held = Encode(*value.items);
        constant.first = static_cast<uint32_t>(program.constant_items.size());
        constant.count = 1;
        program.constant_items.push_back(held);
      }
    } else if (IsText(value.kind)) {
      constant.first = Text(value.string());
    } else if (value.kind == ValueKind::List || value.kind == ValueKind::Map) {
      std::vector<Constant> items;
      if (value.kind == ValueKind::List) {
        for (const Value& item : value.list()) items.push_back(Encode(item));
      } else {
        for (const MapEntry& entry : value.map()) {
          items.push_back(Encode(entry.key));
          items.push_back(Encode(entry.value));
        }
      }
      constant.first = static_cast<uint32_t>(program.constant_items.size());
      constant.count = value.size;
      program.constant_items.Add(items);
    } else if (value.kind == ValueKind::Type) {
      constant.bits = static_cast<int64_t>(value.named);
    } else {
      constant.bits = value.integer;  // the bits of every other kind
      constant.count = value.size;    // a timestamp's nanoseconds
    }
    return constant;
  }
};

// What the code gives, as a chunk of its own.
inline std::string RunCode(Assembler& assembler, const Code& code) {
  const ChunkId chunk = assembler.Chunk(code);
  const auto loaded = assembler.Load();
  Vm vm(*loaded);
  vm.Begin();
  return Show(vm.Run(chunk));
}

}  // namespace remit::test
