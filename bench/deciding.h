// How the benchmarks load, feed and read: one place for each step, so that all of them time the
// same one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/arena.h"
#include "engine/decide/engine.h"

namespace remit::bench {

// What `remit compile -o` wrote, verified and ready to decide; no signature is asked for. Missing,
// Io, BadProgram, Limit.
Result<Engine> LoadFile(const std::string& path);

// What a host stamps on an action without a time: 2026-01-05T12:00:00Z.
inline const Value kNow = MakeTimestamp(1'767'614'400, 0);

// An action as a host with its own structures has it: a name and what is known, by slot.
struct NativeAction {
  std::string_view name;
  std::vector<Value> facts;
};

// The values live in `arena`, the strings in the texts that they were read from.
struct NativeActions {
  Arena arena;
  std::vector<NativeAction> actions;
};

// Texts that are no action are left out.
std::shared_ptr<const NativeActions> ReadNative(const Engine& engine,
                                                const std::vector<std::string>& texts);

const Decision& DecideNative(Decider& decider, const NativeAction& native);

// Reads what a host would show of a decision: every finding's rule and reason, every piece of
// evidence with its name and value. The sum is of no meaning; it keeps the reads in place.
uint64_t Touch(const Decision& decision);

}  // namespace remit::bench
