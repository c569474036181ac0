#include "tests/reference/output.h"

#include <algorithm>

#include "tests/reference/operators.h"

namespace remit::reference {

void TextOutput::Add(std::string_view text) {
  over_ = over_ || text.size() > room();
  if (!over_) text_ += text;
}

Value TextOutput::Made(Arena& arena, ValueKind kind) const {
  if (over_) return Wrong(arena, EvalErrorCode::OutOfFuel);
  const std::string_view text = arena.Copy(text_);
  return kind == ValueKind::Bytes ? MakeBytes(text) : MakeString(text);
}

Value MadeList(Arena& arena, const std::vector<Value>& items, uint64_t most_units) {
  if (items.size() > most_units) return Wrong(arena, EvalErrorCode::OutOfFuel);
  std::span<Value> list = arena.MakeArray<Value>(items.size());
  std::copy(items.begin(), items.end(), list.begin());
  return MakeList(list);
}

}  // namespace remit::reference
