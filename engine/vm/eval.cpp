#include "engine/vm/eval.h"

#include <cstring>

namespace remit {

Value OutOfFuelError() {
  static constexpr EvalError kError{
      EvalErrorCode::OutOfFuel, 0,
      "the rule is over its limit of fuel (`ProgramLimits::fuel` in docs/limits.md)"};
  return MakeError(&kError);
}

std::string_view JoinText(Arena& arena, std::initializer_list<std::string_view> parts) {
  size_t size = 0;
  for (const std::string_view part : parts) size += part.size();
  if (size == 0) return {};
  char* const memory = static_cast<char*>(arena.Allocate(size));
  char* next = memory;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    std::memcpy(next, part.data(), part.size());
    next += part.size();
  }
  return {memory, size};
}

Value Failure(Arena& arena, EvalErrorCode code, std::initializer_list<std::string_view> parts) {
  return MakeError(arena.Make(EvalError{code, 0, JoinText(arena, parts)}));
}

Value NoOverload(Arena& arena, std::string_view name, const Value& a) {
  return Failure(arena, EvalErrorCode::NoOverload,
                 {"no overload of `", name, "` for ", ValueKindName(a.kind)});
}

Value NoOverload(Arena& arena, std::string_view name, const Value& a, const Value& b) {
  return Failure(
      arena, EvalErrorCode::NoOverload,
      {"no overload of `", name, "` for ", ValueKindName(a.kind), " and ", ValueKindName(b.kind)});
}

}  // namespace remit
