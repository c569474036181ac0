#include "engine/program/size_bound.h"

#include <algorithm>

namespace remit {
namespace {

int64_t Saturate(__int128 number) {
  if (number > INT64_MAX) return INT64_MAX;
  return number < INT64_MIN ? INT64_MIN : static_cast<int64_t>(number);
}

NumberBound Hull(const NumberBound& a, const NumberBound& b) {
  return {std::min(a.least, b.least), std::max(a.most, b.most)};
}

bool IsNone(const NumberBound& numbers) { return numbers.least > numbers.most; }

// Says by each member what the others say already.
void Tighten(SizeBound& value) {
  if (value.elements == 0) value.inner_elements = value.inner_bytes = 0;
  value.inner_elements = std::min(value.inner_elements, value.values - 1);
  value.elements = std::min(value.elements, value.values - 1);
  if (value.optionals) return;
  if (value.elements == 0) value.values = 1;
  if (value.inner_elements == 0) {
    value.values = std::min(value.values, Sum(1, Product(2, value.elements)));
  }
  const uint64_t inner = Product(value.values - 1, value.inner_bytes);
  value.text = std::min(value.text, std::max(value.bytes, inner));
}

SizeBound Scalar(NumberBound numbers) {
  SizeBound value;
  value.numbers = numbers;
  return value;
}

SizeBound ScalarConstant(const Program& program, const Constant& constant) {
  switch (constant.kind) {
    case ValueKind::Int:
      return Scalar({constant.bits, constant.bits});
    case ValueKind::Uint:
      return constant.bits >= 0 ? Scalar({constant.bits, constant.bits}) : Scalar(kAnyNumber);
    case ValueKind::Bool:
    case ValueKind::Null:
    case ValueKind::Type:
      return NoNumber();
    case ValueKind::String:
    case ValueKind::Bytes:
      return TextOf(program.strings[constant.first].size());
    case ValueKind::Semver:
      return VersionOf(program.strings[constant.first].size());
    default:
      return Scalar(kAnyNumber);
  }
}

// What a list, map or optional of these items is.
SizeBound Holding(const Constant& constant, std::span<const SizeBound> items) {
  SizeBound made = NoNumber();
  for (const SizeBound& item : items) {
    made.inner_elements = std::max({made.inner_elements, item.elements, item.inner_elements});
    made.inner_bytes = std::max({made.inner_bytes, item.bytes, item.inner_bytes});
    made.values = Sum(made.values, item.values);
    made.text = Sum(made.text, item.text);
    made.numbers = Hull(made.numbers, item.numbers);
    made.optionals = made.optionals || item.optionals;
    made.versions = made.versions || item.versions;
  }
  if (constant.kind != ValueKind::Optional) {
    made.elements = constant.count;
    return made;
  }
  return OptionalOf(items.empty() ? NoNumber() : items[0]);
}

SizeBound ConstantBound(const Program& program, const Constant& constant,
                        std::span<const SizeBound> items) {
  switch (constant.kind) {
    case ValueKind::List:
    case ValueKind::Optional:
      return Holding(constant, items.subspan(constant.first, constant.count));
    case ValueKind::Map:
      return Holding(constant, items.subspan(constant.first, size_t{constant.count} * 2));
    default:
      return ScalarConstant(program, constant);
  }
}

}  // namespace

SizeBound NoNumber() { return Scalar({}); }

SizeBound ErrorBound() {
  SizeBound error = NoNumber();
  error.error = true;
  return error;
}

SizeBound NumberUpTo(uint64_t most) {
  return Scalar({0, static_cast<int64_t>(std::min<uint64_t>(most, INT64_MAX))});
}

SizeBound TextOf(uint64_t bytes) {
  SizeBound text = NoNumber();
  text.bytes = text.text = bytes;
  return text;
}

SizeBound VersionOf(uint64_t bytes) {
  SizeBound version = TextOf(bytes);
  version.versions = true;
  return version;
}

SizeBound ListOf(uint64_t elements, const SizeBound& element) {
  SizeBound list = NoNumber();
  list.elements = elements;
  list.inner_elements = std::max(element.elements, element.inner_elements);
  list.inner_bytes = std::max(element.bytes, element.inner_bytes);
  list.values = Sum(1, Product(elements, element.values));
  list.text = Product(elements, element.text);
  list.numbers = element.numbers;
  list.optionals = element.optionals;
  list.versions = element.versions;
  return list;
}

SizeBound OptionalOf(SizeBound held) {
  held.values = Sum(held.values, 1);
  held.optionals = true;
  held.error = false;
  return held;
}

SizeBound EitherOf(const SizeBound& a, const SizeBound& b) {
  if (a.error && b.error) return a;
  if (a.error) return b;
  if (b.error) return a;
  SizeBound either;
  either.elements = std::max(a.elements, b.elements);
  either.bytes = std::max(a.bytes, b.bytes);
  either.inner_elements = std::max(a.inner_elements, b.inner_elements);
  either.inner_bytes = std::max(a.inner_bytes, b.inner_bytes);
  either.values = std::max(a.values, b.values);
  either.text = std::max(a.text, b.text);
  either.numbers = Hull(a.numbers, b.numbers);
  either.part_of = a.part_of == b.part_of ? a.part_of : kNone;
  either.optionals = a.optionals || b.optionals;
  either.versions = a.versions || b.versions;
  return either;
}

SizeBound ElementOf(const SizeBound& range) {
  SizeBound element = range;
  element.error = false;
  element.elements = range.inner_elements;
  element.bytes = range.inner_bytes;
  element.values = std::max<uint64_t>(range.values, 2) - 1;
  Tighten(element);
  return element;
}

SizeBound InARow(const SizeBound& a, const SizeBound& b) {
  SizeBound row = EitherOf(a, b);
  row.elements = Sum(a.elements, b.elements);
  row.bytes = Sum(a.bytes, b.bytes);
  row.values = Sum(a.values - 1, b.values);
  row.text = Sum(a.text, b.text);
  if (!IsNone(a.numbers) && !IsNone(b.numbers)) {
    const NumberBound sum = {Saturate(__int128{a.numbers.least} + b.numbers.least),
                             Saturate(__int128{a.numbers.most} + b.numbers.most)};
    row.numbers = Hull(row.numbers, sum);
  }
  row.part_of = kNone;
  return row;
}

SizeBound DifferenceOf(const SizeBound& a, const SizeBound& b) {
  if (IsNone(a.numbers) || IsNone(b.numbers)) return NoNumber();
  return Scalar({Saturate(__int128{a.numbers.least} - b.numbers.most),
                 Saturate(__int128{a.numbers.most} - b.numbers.least)});
}

std::vector<SizeBound> TypeBounds(std::span<const FactType> types) {
  std::vector<SizeBound> bounds(types.size(), kUnknownSize);
  std::vector<bool> converts(types.size());
  for (size_t i = 0; i < types.size(); ++i) {
    SizeBound& bound = bounds[i];
    switch (types[i].kind) {
      case FactKind::Any:
        continue;
      case FactKind::Double:
      case FactKind::Timestamp:
      case FactKind::Duration:
        converts[i] = true;
        [[fallthrough]];
      case FactKind::Bool:
      case FactKind::Int:
        bound = Scalar(kAnyNumber);
        continue;
      case FactKind::Bytes:
        converts[i] = true;
        [[fallthrough]];
      case FactKind::String:
        bound = TextOf(kUnbounded);
        continue;
      case FactKind::Record:
        bound.bytes = 0;
        continue;
      case FactKind::List:
      case FactKind::Map:
        bound.bytes = 0;
        // Elements of other types are checked when they are read, and may be anything until then.
        converts[i] = converts[types[i].element];
        if (converts[i]) {
          const bool keys = types[i].kind == FactKind::Map;
          bound = ListOf(kUnbounded, bounds[types[i].element]);
          if (keys) bound.inner_bytes = bound.text = kUnbounded;
        }
        continue;
    }
  }
  return bounds;
}

SizeBound ReadBound(SizeBound value, const SizeBound& type) {
  if (value.error) return value;
  value.elements = std::min(value.elements, type.elements);
  value.bytes = std::min(value.bytes, type.bytes);
  value.inner_elements = std::min(value.inner_elements, type.inner_elements);
  value.inner_bytes = std::min(value.inner_bytes, type.inner_bytes);
  value.values = std::min(value.values, Sum(type.values, value.optionals ? 1 : 0));
  value.text = std::min(value.text, type.text);
  if (type.numbers == kAnyNumber) {
    value.numbers = kAnyNumber;  // a time of a text, a double of an int
  }
  Tighten(value);
  return value;
}

std::vector<SizeBound> ConstantBounds(const Program& program) {
  std::vector<SizeBound> items;
  items.reserve(program.constant_items.size());
  for (const Constant& item : program.constant_items) {
    items.push_back(ConstantBound(program, item, items));
  }
  std::vector<SizeBound> bounds;
  bounds.reserve(program.constants.size());
  for (const Constant& constant : program.constants) {
    bounds.push_back(ConstantBound(program, constant, items));
  }
  return bounds;
}

std::vector<SizeBound> SlotBounds(const Program& program, std::span<const SizeBound> types) {
  const SizeLimits& sizes = program.sizes;
  SizeBound fact;
  fact.elements = fact.inner_elements = sizes.elements;
  fact.bytes = fact.inner_bytes = sizes.text_bytes;
  fact.values = std::max<uint64_t>(sizes.values, 1);
  fact.text = std::max(sizes.total_bytes, sizes.text_bytes);
  std::vector<SizeBound> bounds;
  bounds.reserve(program.slots.size());
  for (const Slot& slot : program.slots) {
    const bool time = slot.root == SlotRoot::Now && slot.members.empty();
    bounds.push_back(time ? Scalar(kAnyNumber) : ReadBound(fact, types[slot.type]));
  }
  return bounds;
}

}  // namespace remit
