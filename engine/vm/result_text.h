// Texts that functions give back, charged before their memory is taken.
#pragma once

#include <cstdint>
#include <limits>
#include <utility>

#include "engine/model/value.h"
#include "engine/vm/eval.h"

namespace remit {

// As many bytes as `units` of fuel can pay for, and no more than tell that no string is so long.
constexpr uint64_t BytesFor(uint64_t units) {
  constexpr uint64_t kTooLong = uint64_t{1} << 32;
  return units >= ByteFuel(kTooLong) ? kTooLong : units * 32 + 31;
}

// Makes a string or bytes of `size` bytes: `fill(char*)` writes them all. An error where the fuel
// ends, or where no string is so long.
template <typename Fill>
Value MakeText(Eval& eval, ValueKind kind, uint64_t size, Fill&& fill) {
  if (!eval.fuel.Charge(ByteFuel(size))) return OutOfFuelError();
  if (size > std::numeric_limits<uint32_t>::max()) {
    return Failure(eval.arena, EvalErrorCode::Overflow, {"a text longer than a string holds"});
  }
  if (size == 0) return kind == ValueKind::Bytes ? MakeBytes("") : MakeString("");
  char* const memory = static_cast<char*>(eval.arena.Allocate(size));
  std::forward<Fill>(fill)(memory);
  const std::string_view text(memory, size);
  return kind == ValueKind::Bytes ? MakeBytes(text) : MakeString(text);
}

// A part of a text that is there already.
inline Value TakePart(Eval& eval, std::string_view part) {
  if (!eval.fuel.Charge(ByteFuel(part.size()))) return OutOfFuelError();
  return part.empty() ? MakeString("") : MakeString(part);
}

// InvalidArgument, the message being `parts` in a row.
inline Value BadArgument(Eval& eval, std::initializer_list<std::string_view> parts) {
  return Failure(eval.arena, EvalErrorCode::InvalidArgument, parts);
}

}  // namespace remit
