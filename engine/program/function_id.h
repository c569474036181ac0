// The functions a program may call, by id.
#pragma once

#include <cstdint>

namespace remit {

enum class FunctionId : uint8_t {
#define REMIT_FUNCTION(id, name, meaning) id,
#define REMIT_OVERLOAD(id, receiver, result, parameters)
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
};

inline constexpr unsigned kFunctionCount = 0
#define REMIT_FUNCTION(id, name, meaning) +1
#define REMIT_OVERLOAD(id, receiver, result, parameters)
#include "engine/program/functions.def"
#undef REMIT_FUNCTION
#undef REMIT_OVERLOAD
    ;

}  // namespace remit
