// Types as the checker knows them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "engine/model/fact_type.h"

namespace remit {

using TypeId = uint32_t;

enum class TypeKind : uint8_t {
  Dyn,
  Null,
  Bool,
  Int,
  Uint,
  Double,
  String,
  Bytes,
  Timestamp,
  Duration,
  Type,
  Ip,
  Cidr,
  Semver,
  List,      // of `first`
  Map,       // of `first` to `second`
  Optional,  // of `first`
  Record,    // records[first]
  Opaque,    // opaques[first]: a type that only functions of the environment know
  Variable,  // a type parameter, `first` tells it apart
};

struct RecordField {
  std::string name;
  TypeId type = 0;
  bool optional = false;
};
struct Record {
  std::string name;
  std::vector<RecordField> fields;
};

// A type that only functions of the environment know: "tuple(int, string)".
struct OpaqueType {
  std::string name;
  std::vector<TypeId> parameters;
  auto operator<=>(const OpaqueType&) const = default;
};

struct TypeNode {
  TypeKind kind = TypeKind::Dyn;
  uint32_t first = 0, second = 0;
  auto operator<=>(const TypeNode&) const = default;
};

// The scalar types have fixed ids: their TypeKind's number.
inline constexpr TypeId kDyn = 0;

// Types, each once, and what the type variables among them stand for. A variable that is bound
// counts as what it is bound to, one that is not as dyn: who asks for a type's node or kind never
// sees a variable.
class TypeTable {
 public:
  TypeTable();
  TypeId Scalar(TypeKind kind) const { return static_cast<TypeId>(kind); }
  TypeId List(TypeId element);
  TypeId Map(TypeId key, TypeId value);
  TypeId Optional(TypeId value);
  TypeId Opaque(OpaqueType opaque);
  TypeId AddRecord(Record record);

  const TypeNode& node(TypeId id) const;
  TypeKind kind(TypeId id) const { return node(id).kind; }
  Record& record(TypeId id) { return records_[node(id).first]; }
  const Record& record(TypeId id) const { return records_[node(id).first]; }
  const OpaqueType& opaque(TypeId id) const { return opaques_[node(id).first]; }
  std::string Name(TypeId id) const;     // as policies write it: "list(Change)"; "any" for Dyn
  std::string CelName(TypeId id) const;  // as CEL does: "map(string, dyn)", "optional_type(int)"

  // --- Variables; typing.h infers with them.
  TypeId Fresh();  // one that nothing is known of
  bool IsVariable(TypeId id) const { return nodes_[id].kind == TypeKind::Variable; }
  bool IsBound(TypeId variable) const { return BindingOf(variable) != kUnbound; }
  TypeId BindingOf(TypeId variable) const { return bindings_[nodes_[variable].first]; }
  void Bind(TypeId variable, TypeId type);
  bool HoldsVariables(TypeId id) const { return holds_variables_[id]; }
  // The type with its variables replaced by what they stand for; those that stand for nothing stay
  // (Resolved) or are dyn (Settled).
  TypeId Resolved(TypeId id) { return Replaced(id, false); }
  TypeId Settled(TypeId id) { return Replaced(id, true); }
  // Bindings and variables made since the mark are undone.
  struct Mark {
    size_t bindings = 0;
    uint32_t variables = 0;
  };
  Mark mark() const { return {trail_.size(), static_cast<uint32_t>(bindings_.size())}; }
  void Undo(const Mark& mark);
  // Whether a variable older than the mark was bound since.
  bool ReachesBefore(const Mark& mark) const;

 private:
  static constexpr TypeId kUnbound = 0xffffffff;
  TypeId Intern(TypeNode node, bool holds_variables);
  TypeId Replaced(TypeId id, bool settle);

  std::vector<TypeNode> nodes_;
  std::vector<bool> holds_variables_;  // of each node
  std::map<TypeNode, TypeId> ids_;
  std::vector<Record> records_;
  std::vector<OpaqueType> opaques_;
  std::map<OpaqueType, uint32_t> opaque_ids_;
  std::vector<TypeId> bindings_;                    // of each variable
  std::vector<std::pair<uint32_t, TypeId>> trail_;  // variables bound, with what was there before
};

// What the engine reads a fact of the type as, without its elements; Any where it has no such kind.
FactKind FactKindOf(TypeKind kind);

}  // namespace remit
