#include "engine/vm/deep_size.h"

#include "engine/vm/eval.h"

namespace remit {
namespace {

struct Count {
  uint64_t most;
  uint64_t size = 0;

  bool over() const { return size > most; }

  // What `held` is itself, and what it holds.
  void Add(const Value& held) {
    const bool text = held.kind == ValueKind::String || held.kind == ValueKind::Bytes ||
                      held.kind == ValueKind::Semver;
    size = SaturatingAdd(size, 1 + (text ? ByteFuel(held.size) : 0));
    AddInside(held);
  }

  void AddInside(const Value& value) {
    switch (value.kind) {
      case ValueKind::List:
        for (uint32_t i = 0; i < value.size && !over(); ++i) Add(value.items[i]);
        break;
      case ValueKind::Map:
        for (uint32_t i = 0; i < value.size && !over(); ++i) {
          Add(value.entries[i].key);
          Add(value.entries[i].value);
        }
        break;
      case ValueKind::Optional:
        if (value.items != nullptr && !over()) Add(*value.items);
        break;
      default:
        break;
    }
  }
};

}  // namespace

uint64_t SaturatingAdd(uint64_t a, uint64_t b) {
  const uint64_t sum = a + b;
  return sum < a ? ~uint64_t{0} : sum;
}

uint64_t SaturatingMultiply(uint64_t a, uint64_t b) {
  uint64_t product = 0;
  return __builtin_mul_overflow(a, b, &product) ? ~uint64_t{0} : product;
}

uint64_t DeepSize(const Value& value, uint64_t most) {
  Count count{most};
  count.AddInside(value);
  return count.size;
}

uint64_t DeepSizeTimes(const Value& value, uint64_t times, uint64_t most) {
  return times == 0 ? 0 : SaturatingMultiply(DeepSize(value, most), times);
}

}  // namespace remit
