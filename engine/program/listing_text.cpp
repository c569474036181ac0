#include "engine/program/listing_text.h"

#include <bit>
#include <cmath>

#include "engine/base/digest.h"
#include "engine/base/escape.h"
#include "engine/model/ip_text.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"
#include "engine/program/function_table.h"
#include "engine/program/opcode_table.h"
#include "engine/program/words.h"

namespace remit {
namespace {

std::string Number(uint64_t number) { return std::to_string(number); }

std::string DoubleText(double value) {
  if (std::isnan(value)) return "nan";
  if (std::isinf(value)) return value < 0 ? "-inf" : "inf";
  return FormatDouble(value);
}

std::string ItemsText(const Program& program, const Constant& constant) {
  const bool map = constant.kind == ValueKind::Map;
  std::string text(map ? "{" : "[");
  for (uint32_t i = 0; i < constant.count; ++i) {
    if (i > 0) text += ", ";
    const size_t item = constant.first + size_t{i} * (map ? 2 : 1);
    text += ConstantText(program, program.constant_items[item]);
    if (map) text += ": " + ConstantText(program, program.constant_items[item + 1]);
  }
  return text + (map ? "}" : "]");
}

std::string OneOperand(const Program& program, OperandKind kind, uint32_t value) {
  switch (kind) {
    case OperandKind::None:
      return {};
    case OperandKind::Count:
      return Number(value) + (value == 1 ? " value" : " values");
    case OperandKind::Local:
      return "local " + Number(value);
    case OperandKind::LocalPair:
      return "locals " + Number(value) + ", " + Number(value + 1);
    case OperandKind::Const:
      return ConstantText(program, program.constants[value]);
    case OperandKind::Slot:
      return SlotText(program, value);
    case OperandKind::Let:
      return LetText(program, value);
    case OperandKind::Chunk:
      return "chunk " + Number(value);
    case OperandKind::Type:
      return TypeText(program, value);
    case OperandKind::Jump:
      return "-> " + Number(value);
    case OperandKind::Name:
      return Quoted(program, value);
    case OperandKind::Function:
      return std::string(RowOf(static_cast<FunctionId>(value)).name);
    case OperandKind::Regex:
      return "regex " + Quoted(program, program.regexes[value]);
    case OperandKind::PatternSet:
      return "patterns " + Quoted(program, program.pattern_sets[value].name);
    case OperandKind::Cover:
      return "counter " + Number(value);
    case OperandKind::Weight:
      return Number(value) + (value == 1 ? " unit" : " units");
  }
  return {};
}

}  // namespace

std::string Quoted(const Program& program, StringId id) {
  return '"' + EscapeText(program.strings[id], kLongestText) + '"';
}

std::string QuotedList(const Program& program, std::span<const StringId> ids) {
  std::string text;
  for (const StringId id : ids) {
    if (!text.empty()) text += ", ";
    text += Quoted(program, id);
  }
  return text;
}

std::string PlaceText(const Program& program, const ProgramPlace& place) {
  if (place.file == kNone) return "nowhere";
  return EscapeText(program.strings[place.file]) + ":" + Number(place.line) + ":" +
         Number(place.column);
}

std::string TypeText(const Program& program, uint32_t type) {
  const FactType& shown = program.types[type];
  if (shown.kind == FactKind::List) return "list(" + TypeText(program, shown.element) + ")";
  if (shown.kind == FactKind::Map) return "map(string, " + TypeText(program, shown.element) + ")";
  if (shown.kind == FactKind::Record) return "record";
  return std::string(FactKindName(shown.kind));
}

std::string SlotText(const Program& program, uint32_t slot) {
  std::string text(SlotRootWord(program.slots[slot].root));
  for (const StringId member : program.ids[program.slots[slot].members]) {
    text += '.';
    text += EscapeText(program.strings[member], kLongestText);
  }
  return text;
}

std::string LetText(const Program& program, uint32_t let) {
  std::string text = "let " + Number(let);
  const StringId name = program.lets[let].name;
  if (name != kNone) text += " `" + EscapeText(program.strings[name], kLongestText) + "`";
  return text;
}

std::string ConstantText(const Program& program, const Constant& constant) {
  switch (constant.kind) {
    case ValueKind::Error:
      return "error";
    case ValueKind::Null:
      return "null";
    case ValueKind::Bool:
      return constant.bits != 0 ? "true" : "false";
    case ValueKind::Int:
      return std::to_string(constant.bits);
    case ValueKind::Uint:
      return Number(static_cast<uint64_t>(constant.bits)) + "u";
    case ValueKind::Double:
      return "double " + DoubleText(std::bit_cast<double>(constant.bits));
    case ValueKind::String:
      return Quoted(program, constant.first);
    case ValueKind::Bytes:
      return "bytes " + ToHex(program.strings[constant.first]);
    case ValueKind::Ip:
      return "ip " + FormatIp(MakeIp(program.strings[constant.first]));
    case ValueKind::Cidr:
      return "cidr " + FormatCidr(MakeCidr(program.strings[constant.first]));
    case ValueKind::Semver:
      return "semver " + Quoted(program, constant.first);
    case ValueKind::List:
    case ValueKind::Map:
      return ItemsText(program, constant);
    case ValueKind::Timestamp:
      return "timestamp " + FormatTimestamp(MakeTimestamp(constant.bits, constant.count));
    case ValueKind::Duration:
      return "duration " + FormatDuration(MakeDuration(constant.bits));
    case ValueKind::Type:
      return "type " + std::string(ValueKindName(static_cast<ValueKind>(constant.bits)));
    case ValueKind::Optional:
      return "optional " + ItemsText(program, constant);
  }
  return {};
}

std::string EffectText(const Program& program, const Effect& effect) {
  std::string text(VerdictName(effect.verdict));
  const std::span<const ChunkId> to = program.ids[effect.to];
  for (size_t i = 0; i < to.size(); ++i) {
    text += (i == 0 ? " to chunk " : ", chunk ") + Number(to[i]);
  }
  if (effect.quorum != 1) text += " quorum " + Number(effect.quorum);
  if (effect.within != 0) text += " within " + FormatDuration(MakeDuration(effect.within));
  return text;
}

std::string OperandText(const Program& program, const Instruction& instruction) {
  const OpcodeRow& row = RowOf(instruction.opcode);
  std::string text = OneOperand(program, row.b, instruction.b);
  const std::string a = OneOperand(program, row.a, instruction.a);
  if (!text.empty() && !a.empty()) text += ", ";
  return text + a;
}

}  // namespace remit
