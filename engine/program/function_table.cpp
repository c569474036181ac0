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

std::vector<std::string_view> SplitParameters(std::string_view parameters) {
  std::vector<std::string_view> parts;
  size_t begin = 0;
  int open = 0;  // a comma within parentheses belongs to a type
  for (size_t i = 0; i <= parameters.size() && !parameters.empty(); ++i) {
    if (i == parameters.size() || (parameters[i] == ',' && open == 0)) {
      parts.push_back(parameters.substr(begin, i - begin));
      begin = i + 2;
    } else {
      open += parameters[i] == '(' ? 1 : parameters[i] == ')' ? -1 : 0;
    }
  }
  return parts;
}

unsigned ValuesTaken(const OverloadRow& overload) {
  const size_t receiver = overload.receiver.empty() ? 0 : 1;
  return static_cast<unsigned>(receiver + SplitParameters(overload.parameters).size());
}

bool TakesValues(FunctionId function, unsigned count) {
  return std::ranges::any_of(OverloadsOf(function), [count](const OverloadRow& overload) {
    return ValuesTaken(overload) == count;
  });
}

}  // namespace remit
