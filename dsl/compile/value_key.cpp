#include "dsl/compile/value_key.h"

#include <cstdint>

namespace remit::lowering {

void AppendKey(std::string& key, const Value& value) {
  const auto number = [&key](uint64_t bits) {
    key.append(reinterpret_cast<const char*>(&bits), sizeof bits);
  };
  key += static_cast<char>(value.kind);
  switch (value.kind) {
    case ValueKind::List:
      number(value.size);
      for (const Value& item : value.list()) AppendKey(key, item);
      break;
    case ValueKind::Map:
      number(value.size);
      for (const MapEntry& entry : value.map()) {
        AppendKey(key, entry.key);
        AppendKey(key, entry.value);
      }
      break;
    case ValueKind::Optional:
      number(value.items == nullptr ? 0 : 1);
      if (value.items != nullptr) AppendKey(key, *value.items);
      break;
    case ValueKind::String:
    case ValueKind::Bytes:
    case ValueKind::Ip:
    case ValueKind::Cidr:
    case ValueKind::Semver:
      number(value.size);
      key += value.string();
      break;
    case ValueKind::Null:
    case ValueKind::Error:
      break;
    case ValueKind::Bool:
      number(value.boolean ? 1 : 0);
      break;
    case ValueKind::Type:
      number(static_cast<uint64_t>(value.named));
      break;
    case ValueKind::Int:
    case ValueKind::Uint:
    case ValueKind::Double:
    case ValueKind::Timestamp:
    case ValueKind::Duration:
      number(static_cast<uint64_t>(value.integer));
      number(value.size);
      break;
  }
}

}  // namespace remit::lowering
