// Types as the checker knows them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
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

struct TypeNode {
  TypeKind kind = TypeKind::Dyn;
  uint32_t first = 0, second = 0;
  bool operator==(const TypeNode&) const = default;
};

// The scalar types have fixed ids: their TypeKind's number.
inline constexpr TypeId kDyn = 0;

class TypeTable {
 public:
  TypeTable();
  TypeId Scalar(TypeKind kind) const { return static_cast<TypeId>(kind); }
  TypeId List(TypeId element);
  TypeId Map(TypeId key, TypeId value);
  TypeId Optional(TypeId value);
  TypeId AddRecord(Record record);

  const TypeNode& node(TypeId id) const { return nodes_[id]; }
  TypeKind kind(TypeId id) const { return nodes_[id].kind; }
  Record& record(TypeId id) { return records_[nodes_[id].first]; }
  const Record& record(TypeId id) const { return records_[nodes_[id].first]; }
  std::string Name(TypeId id) const;  // "list(Change)"; "any" for Dyn

 private:
  TypeId Intern(TypeNode node);
  std::vector<TypeNode> nodes_;
  std::vector<Record> records_;
};

// What the engine reads a fact of the type as, without its elements; Any where it has no such kind.
FactKind FactKindOf(TypeKind kind);

}  // namespace remit
