#include "dsl/check/type.h"

#include <algorithm>

namespace remit {

TypeTable::TypeTable() {
  for (auto kind : {TypeKind::Dyn, TypeKind::Null, TypeKind::Bool, TypeKind::Int, TypeKind::Uint,
                    TypeKind::Double, TypeKind::String, TypeKind::Bytes, TypeKind::Timestamp,
                    TypeKind::Duration, TypeKind::Type}) {
    nodes_.push_back({kind});
  }
}

TypeId TypeTable::Intern(TypeNode node) {
  auto found = std::find(nodes_.begin(), nodes_.end(), node);
  if (found != nodes_.end()) return static_cast<TypeId>(found - nodes_.begin());
  nodes_.push_back(node);
  return static_cast<TypeId>(nodes_.size() - 1);
}

TypeId TypeTable::List(TypeId element) { return Intern({TypeKind::List, element}); }
TypeId TypeTable::Map(TypeId key, TypeId value) { return Intern({TypeKind::Map, key, value}); }
TypeId TypeTable::Optional(TypeId value) { return Intern({TypeKind::Optional, value}); }

TypeId TypeTable::AddRecord(Record record) {
  records_.push_back(std::move(record));
  return Intern({TypeKind::Record, static_cast<uint32_t>(records_.size() - 1)});
}

std::string TypeTable::Name(TypeId id) const {
  const TypeNode& node = nodes_[id];
  switch (node.kind) {
    case TypeKind::Dyn:
      return "any";
    case TypeKind::Null:
      return "null";
    case TypeKind::Bool:
      return "bool";
    case TypeKind::Int:
      return "int";
    case TypeKind::Uint:
      return "uint";
    case TypeKind::Double:
      return "double";
    case TypeKind::String:
      return "string";
    case TypeKind::Bytes:
      return "bytes";
    case TypeKind::Timestamp:
      return "timestamp";
    case TypeKind::Duration:
      return "duration";
    case TypeKind::Type:
      return "type";
    case TypeKind::Ip:
      return "net.IP";
    case TypeKind::Cidr:
      return "net.CIDR";
    case TypeKind::Semver:
      return "semver";
    case TypeKind::List:
      return "list(" + Name(node.first) + ")";
    case TypeKind::Map:
      return "map(" + Name(node.first) + ", " + Name(node.second) + ")";
    case TypeKind::Optional:
      return "optional(" + Name(node.first) + ")";
    case TypeKind::Record:
      return records_[node.first].name;
    case TypeKind::Opaque:
    case TypeKind::Variable:
      return "any";
  }
  return "any";
}

FactKind FactKindOf(TypeKind kind) {
  switch (kind) {
    case TypeKind::Bool:
      return FactKind::Bool;
    case TypeKind::Int:
      return FactKind::Int;
    case TypeKind::Double:
      return FactKind::Double;
    case TypeKind::String:
      return FactKind::String;
    case TypeKind::Bytes:
      return FactKind::Bytes;
    case TypeKind::Timestamp:
      return FactKind::Timestamp;
    case TypeKind::Duration:
      return FactKind::Duration;
    case TypeKind::List:
      return FactKind::List;
    case TypeKind::Map:
      return FactKind::Map;
    case TypeKind::Record:
      return FactKind::Record;
    case TypeKind::Dyn:
    case TypeKind::Null:
    case TypeKind::Uint:
    case TypeKind::Type:
    case TypeKind::Optional:
    case TypeKind::Ip:
    case TypeKind::Cidr:
    case TypeKind::Semver:
    case TypeKind::Opaque:
    case TypeKind::Variable:
      return FactKind::Any;
  }
  return FactKind::Any;
}

}  // namespace remit
