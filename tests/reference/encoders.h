// The `encoders` extension: base64 as RFC 4648 has it, section 4.
#pragma once

#include <span>

#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::reference {

Value CallEncoder(Arena& arena, FunctionId function, std::span<const Value> args);

}  // namespace remit::reference
