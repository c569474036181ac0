// What lowering asks of a typed node before it emits code for it. Private to dsl/compile.
#pragma once

#include <optional>

#include "dsl/check/typed.h"
#include "engine/base/arena.h"

namespace remit::lowering {

// The instruction of an operator.
Opcode OpcodeOf(ast::Op op);

// The value that a literal of constants and sealed params folds to, made in `arena`; nullopt where
// it must be evaluated.
std::optional<Value> ConstantOf(const typed::Bundle& bundle, Arena& arena, typed::NodeId id);

}  // namespace remit::lowering
