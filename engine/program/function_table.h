// The function table as data: what checker, verifier, disassembler and docs read of functions.def.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "engine/program/function_id.h"

namespace remit {

struct FunctionRow {
  std::string_view name;
  std::string_view meaning;
};

// Types are written as in functions.def: "int", "list", "any", …
struct OverloadRow {
  FunctionId function;
  std::string_view receiver;  // empty: a global function
  std::string_view result;
  std::string_view parameters;  // separated by ", "
};

// In the order of the enum.
std::span<const FunctionRow> FunctionRows();
const FunctionRow& RowOf(FunctionId function);
std::span<const OverloadRow> OverloadsOf(FunctionId function);

// The types of an overload's parameters: "string, map(K, V)" is two.
std::vector<std::string_view> SplitParameters(std::string_view parameters);

// The values that a call of this overload takes from the stack, its receiver included.
unsigned ValuesTaken(const OverloadRow& overload);

// Whether some overload takes so many values.
bool TakesValues(FunctionId function, unsigned count);

}  // namespace remit
