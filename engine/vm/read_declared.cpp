#include "engine/vm/read_declared.h"

namespace remit {
namespace {

// Whether reading as this type may make another value of what is read.
bool Converts(std::span<const FactType> types, uint32_t type, int depth = 0) {
  switch (types[type].kind) {
    case FactKind::Double:
    case FactKind::Bytes:
    case FactKind::Timestamp:
    case FactKind::Duration:
      return true;
    case FactKind::List:
    case FactKind::Map:
      return depth < 64 && Converts(types, types[type].element, depth + 1);
    case FactKind::Any:
    case FactKind::Bool:
    case FactKind::Int:
    case FactKind::String:
    case FactKind::Record:
      return false;
  }
  return false;
}

// A unit an element of what is converted whole, ByteFuel of base64 text. Values share their parts,
// so counting ends where the sum is over `most`: some number over it is returned then.
uint64_t ConversionFuel(std::span<const FactType> types, uint32_t type, const Value& value,
                        uint64_t most) {
  const FactType& declared = types[type];
  if (declared.kind == FactKind::Bytes && value.kind == ValueKind::String) {
    return ByteFuel(value.size);
  }
  if (declared.kind != FactKind::List && declared.kind != FactKind::Map) return 0;
  if (!Converts(types, type)) return 0;
  uint64_t units = 0;
  if (value.kind == ValueKind::List) {
    units = value.size;
    for (const Value& item : value.list()) {
      if (units > most) break;
      units += ConversionFuel(types, declared.element, item, most - units);
    }
  } else if (value.kind == ValueKind::Map) {
    units = value.size;
    for (const MapEntry& entry : value.map()) {
      if (units > most) break;
      units += ConversionFuel(types, declared.element, entry.value, most - units);
    }
  }
  return units;
}

}  // namespace

Value ReadDeclared(Eval& eval, std::span<const FactType> types, uint32_t type, const Value& value) {
  if (value.kind == ValueKind::Optional) {
    if (value.items == nullptr) return value;
    const Value read = ReadDeclared(eval, types, type, *value.items);
    return read.is_error() ? read : MakeOptional(eval.arena.Make(read));
  }
  const uint64_t units = ConversionFuel(types, type, value, eval.fuel.left);
  if (!eval.fuel.Charge(units)) return OutOfFuelError();
  return ReadAs(eval.arena, types, type, value);
}

}  // namespace remit
