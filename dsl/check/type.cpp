#include "dsl/check/type.h"

#include <algorithm>

namespace remit {

TypeTable::TypeTable() {
  for (auto kind :
       {TypeKind::Dyn, TypeKind::Null, TypeKind::Bool, TypeKind::Int, TypeKind::Uint,
        TypeKind::Double, TypeKind::String, TypeKind::Bytes, TypeKind::Timestamp,
        TypeKind::Duration, TypeKind::Type, TypeKind::Ip, TypeKind::Cidr, TypeKind::Semver}) {
    Intern({kind}, false);
  }
}

TypeId TypeTable::Intern(TypeNode node, bool holds_variables) {
  const auto [place, added] = ids_.emplace(node, static_cast<TypeId>(nodes_.size()));
  if (added) {
    nodes_.push_back(node);
    holds_variables_.push_back(holds_variables);
  }
  return place->second;
}

TypeId TypeTable::List(TypeId element) {
  return Intern({TypeKind::List, element}, HoldsVariables(element));
}

TypeId TypeTable::Map(TypeId key, TypeId value) {
  return Intern({TypeKind::Map, key, value}, HoldsVariables(key) || HoldsVariables(value));
}

TypeId TypeTable::Optional(TypeId value) {
  return Intern({TypeKind::Optional, value}, HoldsVariables(value));
}

TypeId TypeTable::Opaque(OpaqueType opaque) {
  const bool holds = std::any_of(opaque.parameters.begin(), opaque.parameters.end(),
                                 [&](TypeId parameter) { return HoldsVariables(parameter); });
  const auto [place, added] = opaque_ids_.emplace(opaque, static_cast<uint32_t>(opaques_.size()));
  if (added) opaques_.push_back(std::move(opaque));
  return Intern({TypeKind::Opaque, place->second}, holds);
}

TypeId TypeTable::AddRecord(Record record) {
  records_.push_back(std::move(record));
  return Intern({TypeKind::Record, static_cast<uint32_t>(records_.size() - 1)}, false);
}

const TypeNode& TypeTable::node(TypeId id) const {
  while (IsVariable(id)) {
    id = BindingOf(id);
    if (id == kUnbound) return nodes_[kDyn];
  }
  return nodes_[id];
}

TypeId TypeTable::Fresh() {
  const auto number = static_cast<uint32_t>(bindings_.size());
  bindings_.push_back(kUnbound);
  return Intern({TypeKind::Variable, number}, true);
}

void TypeTable::Bind(TypeId variable, TypeId type) {
  const uint32_t number = nodes_[variable].first;
  trail_.emplace_back(number, bindings_[number]);
  bindings_[number] = type;
}

void TypeTable::Undo(const Mark& mark) {
  while (trail_.size() > mark.bindings) {
    bindings_[trail_.back().first] = trail_.back().second;
    trail_.pop_back();
  }
  bindings_.resize(mark.variables);
}

bool TypeTable::ReachesBefore(const Mark& mark) const {
  return std::any_of(trail_.begin() + static_cast<std::ptrdiff_t>(mark.bindings), trail_.end(),
                     [&](const auto& bound) { return bound.first < mark.variables; });
}

TypeId TypeTable::Replaced(TypeId id, bool settle) {
  if (!HoldsVariables(id)) return id;
  const TypeNode node = nodes_[id];
  switch (node.kind) {
    case TypeKind::Variable:
      if (IsBound(id)) return Replaced(BindingOf(id), settle);
      return settle ? kDyn : id;
    case TypeKind::List:
      return List(Replaced(node.first, settle));
    case TypeKind::Optional:
      return Optional(Replaced(node.first, settle));
    case TypeKind::Map: {
      const TypeId key = Replaced(node.first, settle);
      return Map(key, Replaced(node.second, settle));
    }
    case TypeKind::Opaque: {
      OpaqueType opaque = opaques_[node.first];
      for (TypeId& parameter : opaque.parameters) parameter = Replaced(parameter, settle);
      return Opaque(std::move(opaque));
    }
    default:
      return id;
  }
}

namespace {

// "tuple(int, string)"; without parentheses where there are no parameters.
template <typename NameOf>
std::string Applied(const OpaqueType& opaque, const NameOf& name_of) {
  std::string text;
  for (TypeId parameter : opaque.parameters) {
    text += (text.empty() ? "(" : ", ") + name_of(parameter);
  }
  return opaque.name + text + (text.empty() ? "" : ")");
}

std::string_view ScalarTypeName(TypeKind kind) {
  switch (kind) {
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
    case TypeKind::Dyn:
    case TypeKind::Null:
    case TypeKind::List:
    case TypeKind::Map:
    case TypeKind::Optional:
    case TypeKind::Record:
    case TypeKind::Opaque:
    case TypeKind::Variable:
      break;
  }
  return {};
}

}  // namespace

std::string TypeTable::Name(TypeId id) const {
  const TypeNode& found = node(id);
  switch (found.kind) {
    case TypeKind::Dyn:
      return "any";
    case TypeKind::Null:
      return "null";
    case TypeKind::List:
      return "list(" + Name(found.first) + ")";
    case TypeKind::Map:
      return "map(" + Name(found.first) + ", " + Name(found.second) + ")";
    case TypeKind::Optional:
      return "optional(" + Name(found.first) + ")";
    case TypeKind::Record:
      return records_[found.first].name;
    case TypeKind::Opaque:
      return Applied(opaques_[found.first], [&](TypeId of) { return Name(of); });
    default:
      return std::string(ScalarTypeName(found.kind));
  }
}

std::string TypeTable::CelName(TypeId id) const {
  const TypeNode& found = node(id);
  switch (found.kind) {
    case TypeKind::Dyn:
      return "dyn";
    case TypeKind::Null:
      return "null_type";
    case TypeKind::List:
      return "list(" + CelName(found.first) + ")";
    case TypeKind::Map:
      return "map(" + CelName(found.first) + ", " + CelName(found.second) + ")";
    case TypeKind::Optional:
      return "optional_type(" + CelName(found.first) + ")";
    case TypeKind::Record:
      return records_[found.first].name;
    case TypeKind::Opaque:
      return Applied(opaques_[found.first], [&](TypeId of) { return CelName(of); });
    default:
      return std::string(ScalarTypeName(found.kind));
  }
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
