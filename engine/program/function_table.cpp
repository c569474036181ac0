#include "engine/program/function_table.h"

#include <algorithm>
#include <cstddef>

namespace remit {
namespace {

constexpr FunctionRow kRows[] = {
#define REMIT_FUNCTION(id, name, meaning) {name, meaning},
#define REMIT_OVERLOAD(id, receiver, result, parameters)
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
};

constexpr OverloadRow kOverloads[] = {
#define REMIT_FUNCTION(id, name, meaning)
#define REMIT_OVERLOAD(id, receiver, result, parameters) \
  {FunctionId::id, receiver, result, parameters},
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
};
static_assert(std::ranges::is_sorted(kOverloads, {}, &OverloadRow::function),
              "the overloads of a function stand together, in the order of the functions");

}  // namespace

std::span<const FunctionRow> FunctionRows() { return kRows; }

const FunctionRow& RowOf(FunctionId function) { return kRows[static_cast<size_t>(function)]; }

std::span<const OverloadRow> OverloadsOf(FunctionId function) {
  const auto range = std::ranges::equal_range(kOverloads, function, {}, &OverloadRow::function);
  return {range.begin(), range.end()};
}

unsigned ValuesTaken(const OverloadRow& overload) {
  unsigned count = overload.receiver.empty() ? 0 : 1;
  if (!overload.parameters.empty()) {
    count += 1 + static_cast<unsigned>(std::ranges::count(overload.parameters, ','));
  }
  return count;
}

bool TakesValues(FunctionId function, unsigned count) {
  return std::ranges::any_of(OverloadsOf(function), [count](const OverloadRow& overload) {
    return ValuesTaken(overload) == count;
  });
}

}  // namespace remit
