// Types as functions.def writes them, for generators: "int", "list(T)", "map(K, V)".
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace remit::properties {

struct CelType {
  std::string name;  // one capital letter is a type parameter
  std::vector<CelType> of{};
  bool operator==(const CelType&) const = default;
};

CelType ReadType(std::string_view text);

using TypeBindings = std::map<std::string, CelType>;

// Whether a value of type `given`, which may have type parameters, is one of type `wanted`, which
// has none: `bound` says what the parameters stand for. dyn, on either side, fits everything.
bool Fits(const CelType& given, const CelType& wanted, TypeBindings& bound);

}  // namespace remit::properties
