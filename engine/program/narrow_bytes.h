// The bytes of a program's records that cannot hold everything: enumerators, bools, padding. The
// reader looks at each of them before the record is looked at as what it is.
#pragma once

#include <array>
#include <cstddef>

#include "engine/program/layout.h"
#include "engine/program/opcode_table.h"

namespace remit {

// A byte of a record that is at most `most`, as part of an enumerator, of a bool or of nothing.
enum class ByteUse : uint8_t { Choice, Flag, Padding };
struct NarrowByte {
  size_t offset;
  ByteUse use;
  uint8_t most;
};

template <typename T>
inline constexpr std::array<NarrowByte, 0> kNarrowBytes = {};

constexpr NarrowByte ChoiceAt(size_t offset, auto last) {
  return {offset, ByteUse::Choice, static_cast<uint8_t>(last)};
}
constexpr NarrowByte FlagAt(size_t offset) { return {offset, ByteUse::Flag, 1}; }
constexpr NarrowByte PaddingAt(size_t offset) { return {offset, ByteUse::Padding, 0}; }
// The upper bytes of an enumerator of more than one byte are never used.
template <size_t size>
constexpr std::array<NarrowByte, size> WideChoiceAt(size_t offset, auto last) {
  std::array<NarrowByte, size> bytes;
  bytes[0] = ChoiceAt(offset, last);
  for (size_t i = 1; i < size; ++i) bytes[i] = ChoiceAt(offset + i, 0);
  return bytes;
}
template <size_t size>
constexpr std::array<NarrowByte, size> PaddingFrom(size_t offset) {
  std::array<NarrowByte, size> bytes;
  for (size_t i = 0; i < size; ++i) bytes[i] = PaddingAt(offset + i);
  return bytes;
}
template <size_t... sizes>
constexpr auto Together(const std::array<NarrowByte, sizes>&... parts) {
  std::array<NarrowByte, (sizes + ...)> all{};
  size_t at = 0;
  const auto add = [&](const auto& part) {
    for (const NarrowByte& byte : part) all[at++] = byte;
  };
  (add(parts), ...);
  return all;
}
template <>
inline constexpr auto kNarrowBytes<ProgramHead> = PaddingFrom<4>(offsetof(ProgramHead, padding));
template <>
inline constexpr auto kNarrowBytes<FactType> =
    WideChoiceAt<4>(offsetof(FactType, kind), FactKind::Record);
template <>
inline constexpr auto kNarrowBytes<Constant> =
    Together(std::array{ChoiceAt(offsetof(Constant, kind), kLastConstantKind)},
             PaddingFrom<7>(offsetof(Constant, padding)));
template <>
inline constexpr auto kNarrowBytes<Slot> = WideChoiceAt<4>(offsetof(Slot, root), SlotRoot::Now);
template <>
inline constexpr auto kNarrowBytes<Let> =
    Together(std::array{FlagAt(offsetof(Let, score)), FlagAt(offsetof(Let, shared))},
             PaddingFrom<2>(offsetof(Let, padding)));
template <>
inline constexpr auto kNarrowBytes<Policy> =
    std::array{FlagAt(offsetof(Policy, has_default)),
               ChoiceAt(offsetof(Policy, default_verdict), Verdict::Escalate),
               FlagAt(offsetof(Policy, shadow)), PaddingAt(offsetof(Policy, padding))};
template <>
inline constexpr auto kNarrowBytes<Rule> = std::array{
    ChoiceAt(offsetof(Rule, kind), RuleKind::Trigger), FlagAt(offsetof(Rule, shadow)),
    ChoiceAt(offsetof(Rule, severity), Severity::Critical), PaddingAt(offsetof(Rule, padding))};
template <>
inline constexpr auto kNarrowBytes<Effect> =
    Together(std::array{ChoiceAt(offsetof(Effect, verdict), Verdict::Escalate)},
             PaddingFrom<3>(offsetof(Effect, padding)));
template <>
inline constexpr auto kNarrowBytes<Grant> =
    WideChoiceAt<4>(offsetof(Grant, permission), Permission::WithApproval);
template <>
inline constexpr auto kNarrowBytes<Band> = WideChoiceAt<4>(offsetof(Band, bound), Bound::Outside);
template <>
inline constexpr auto kNarrowBytes<Instruction> =
    WideChoiceAt<2>(offsetof(Instruction, opcode), static_cast<Opcode>(kOpcodeCount - 1));

}  // namespace remit
