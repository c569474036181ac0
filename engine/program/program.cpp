#include "engine/program/program.h"

#include <algorithm>
#include <utility>

#include "engine/program/layout.h"

namespace remit {

std::string_view NameInPolicy(const Program& program, const Rule& rule) {
  const std::string_view policy = program.strings[program.policies[rule.policy].name];
  return program.strings[rule.name].substr(policy.size() + 1);
}

namespace {

const CodePlace* FirstPlaceFrom(const Program& program, size_t instruction) {
  return std::ranges::lower_bound(program.places.begin() + 1, program.places.end(), instruction, {},
                                  &CodePlace::instruction);
}

}  // namespace

uint32_t PlaceOf(const Program& program, size_t instruction) {
  const CodePlace* const found = FirstPlaceFrom(program, instruction);
  const bool placed = found != program.places.end() && found->instruction == instruction;
  return placed ? static_cast<uint32_t>(found - program.places.begin()) : 0;
}

ProgramPlace PlaceNear(const Program& program, size_t instruction) {
  const CodePlace* const found = FirstPlaceFrom(program, instruction);
  return found == program.places.end() ? ProgramPlace() : found->place;
}

void PackLists(Program& program) {
  // Lists are taken from the tables as they are and laid down anew. A table of lists' owners that
  // is itself listed is finished before its records are looked at.
  Program packed;
  const auto move_list = [&]<typename T>(TableRange<T>& list) {
    const auto table = ListTable<T>::table;
    list = (packed.*table).Add(std::as_const(program.*table)[list]);
  };
  EachOwner(program, [&](std::string_view, auto& owners) {
    using Owner = std::remove_cvref_t<decltype(owners[size_t{0}])>;
    if constexpr (std::is_same_v<Owner, PatternEntry>) owners = std::move(packed.pattern_entries);
    if constexpr (std::is_same_v<Owner, Grant>) owners = std::move(packed.grants);
    for (Owner& owner : owners) EachList(owner, move_list);
  });
  program.bands = std::move(packed.bands);
  program.ids = std::move(packed.ids);
  program.evidence = std::move(packed.evidence);
  program.conjuncts = std::move(packed.conjuncts);
}

}  // namespace remit
