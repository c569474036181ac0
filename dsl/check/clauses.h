// Literals of clauses: durations, counts, timestamps, or params that stand for them.
#pragma once

#include <optional>
#include <string_view>

#include "dsl/check/context.h"

namespace remit::checking {

// "1h30m" in nanoseconds: units d h m s ms, falling, each once; nullopt otherwise or beyond int64.
std::optional<int64_t> ParseClauseDuration(std::string_view text);

typed::Effect CheckEffect(Context& context, const Env& env, const ast::Effect& effect);

// A timestamp as a node: a constant, or a param of that type. kNoNode after a diagnostic.
NodeId CheckTimestamp(Context& context, uint32_t file, const ast::Literal& literal);

}  // namespace remit::checking
