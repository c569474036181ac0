// Type references and records.
#include <fmt/format.h>

#include <functional>

#include "dsl/check/context.h"
#include "engine/base/escape.h"

namespace remit::checking {
namespace {

struct ScalarName {
  std::string_view name;
  TypeKind kind;
};
constexpr ScalarName kScalars[] = {
    {"bool", TypeKind::Bool},         {"int", TypeKind::Int},
    {"double", TypeKind::Double},     {"string", TypeKind::String},
    {"bytes", TypeKind::Bytes},       {"timestamp", TypeKind::Timestamp},
    {"duration", TypeKind::Duration}, {"any", TypeKind::Dyn},
};

Decl* FindTypeDecl(Context& context, uint32_t file, const std::string& name) {
  const size_t dot = name.find('.');
  if (dot == std::string::npos) {
    Decl* decl = FindDecl(context, file, name);
    if (decl == nullptr) decl = FindDecl(context, 0, name);
    return decl != nullptr && decl->kind == DeclKind::Type ? decl : nullptr;
  }
  const auto& imports = context.files[file].imports;
  auto import = imports.find(name.substr(0, dot));
  if (import == imports.end()) return nullptr;
  Decl* decl = FindDecl(context, import->second, name.substr(dot + 1));
  return decl != nullptr && decl->kind == DeclKind::Type ? decl : nullptr;
}

std::vector<std::string> TypeNames(Context& context, uint32_t file) {
  std::vector<std::string> names = {"list", "map"};
  for (const ScalarName& scalar : kScalars) names.emplace_back(scalar.name);
  for (uint32_t from : {file, 0u}) {
    for (const auto& [name, decl] : context.decls[from]) {
      if (decl.kind == DeclKind::Type) names.push_back(name);
    }
  }
  for (const auto& [alias, from] : context.files[file].imports) {
    for (const auto& [name, decl] : context.decls[from]) {
      if (decl.kind == DeclKind::Type) names.push_back(alias + "." + name);
    }
  }
  return names;
}

// The records that a value of `type` always holds: not through lists, maps or optional fields.
void VisitContained(const TypeTable& types, TypeId type, const std::function<void(TypeId)>& visit) {
  if (types.kind(type) != TypeKind::Record) return;
  for (const RecordField& field : types.record(type).fields) {
    if (!field.optional && types.kind(field.type) == TypeKind::Record) visit(field.type);
  }
}

bool Contains(const TypeTable& types, TypeId from, TypeId target, std::set<TypeId>& seen) {
  bool found = false;
  VisitContained(types, from, [&](TypeId next) {
    if (next == target) found = true;
    if (!found && seen.insert(next).second) found = Contains(types, next, target, seen);
  });
  return found;
}

}  // namespace

TypeId ResolveType(Context& context, uint32_t file, const ast::TypeRef& ref) {
  TypeTable& types = context.bundle.types;
  for (const ScalarName& scalar : kScalars) {
    if (ref.name == scalar.name && ref.args.empty()) return types.Scalar(scalar.kind);
  }
  if (ref.name == "list" && ref.args.size() == 1) {
    return types.List(ResolveType(context, file, ref.args[0]));
  }
  if (ref.name == "map" && ref.args.size() == 2) {
    const TypeId key = ResolveType(context, file, ref.args[0]);
    if (types.kind(key) != TypeKind::String) {
      context.Emit(DiagnosticKind::UnknownType, ref.args[0].span,
                   "the key of a map type must be `string`");
    }
    return types.Map(types.Scalar(TypeKind::String), ResolveType(context, file, ref.args[1]));
  }
  if (Decl* decl = FindTypeDecl(context, file, ref.name); decl != nullptr && ref.args.empty()) {
    return decl->type;
  }
  if (ref.name == "list" || ref.name == "map") {
    context.Emit(DiagnosticKind::UnknownType, ref.span,
                 ref.name == "list" ? "`list` takes one type, as in `list(string)`"
                                    : "`map` takes two types, as in `map(string, int)`");
    return kDyn;
  }
  context.Emit(DiagnosticKind::UnknownType, ref.span,
               fmt::format("no type `{}`{}", EscapeText(ref.name),
                           ref.args.empty() ? "" : " with these parameters"),
               Suggest(ref.name, TypeNames(context, file)));
  return kDyn;
}

// Records first by name, so that they may refer to each other; fields after.
void DeclareTypes(Context& context, uint32_t file) {
  const ast::File& tree = context.files[file].tree;
  for (auto& [name, decl] : context.decls[file]) {
    if (decl.kind == DeclKind::Type) decl.type = context.bundle.types.AddRecord({name, {}});
  }
  for (auto& [name, decl] : context.decls[file]) {
    if (decl.kind != DeclKind::Type) continue;
    const auto& type = std::get<ast::Type>(tree.items[decl.item].node);
    std::vector<RecordField> fields;
    std::set<std::string> seen;
    for (const ast::TypeField& field : type.fields) {
      if (!seen.insert(field.name.text).second) {
        context.Emit(DiagnosticKind::DuplicateName, field.name.span,
                     fmt::format("field `{}` stands twice in `{}`", field.name.text, name));
        continue;
      }
      fields.push_back({field.name.text, ResolveType(context, file, field.type), field.optional});
    }
    context.bundle.types.record(decl.type).fields = std::move(fields);
  }
}

void CheckRecursiveTypes(Context& context) {
  std::set<TypeId> told;
  for (auto& file : context.decls) {
    for (auto& [name, decl] : file) {
      if (decl.kind != DeclKind::Type) continue;
      std::set<TypeId> seen;
      // A circle of several types is said at its first.
      if (!told.contains(decl.type) && Contains(context.bundle.types, decl.type, decl.type, seen)) {
        told.insert(seen.begin(), seen.end());
        context.Emit(DiagnosticKind::RecursiveType, decl.name_span,
                     fmt::format("`{}` contains itself", name),
                     "hold it in a list, a map or an optional field");
      }
    }
  }
}

uint32_t FactOf(Context& context, TypeId type) {
  auto found = context.fact_types.find(type);
  if (found != context.fact_types.end()) return found->second;
  const TypeNode node = context.bundle.types.node(type);
  FactType fact{FactKindOf(node.kind), 0};
  // No facts are maps with other keys than texts: it comes from the policy, and is what it is.
  if (fact.kind == FactKind::Map && context.bundle.types.kind(node.first) != TypeKind::String) {
    fact.kind = FactKind::Any;
  }
  if (fact.kind == FactKind::List) fact.element = FactOf(context, node.first);
  if (fact.kind == FactKind::Map) fact.element = FactOf(context, node.second);
  auto& table = context.bundle.fact_types;
  auto same = std::find(table.begin(), table.end(), fact);
  const auto index = static_cast<uint32_t>(same - table.begin());
  if (same == table.end()) table.push_back(fact);
  context.fact_types[type] = index;
  return index;
}

bool Assignable(const TypeTable& types, TypeId to, TypeId from) {
  if (to == from) return true;
  const TypeNode a = types.node(to), b = types.node(from);
  if (a.kind == TypeKind::Dyn || b.kind == TypeKind::Dyn) return true;
  if (a.kind != b.kind) return false;
  switch (a.kind) {
    case TypeKind::List:
    case TypeKind::Optional:
      return Assignable(types, a.first, b.first);
    case TypeKind::Map:
      return Assignable(types, a.first, b.first) && Assignable(types, a.second, b.second);
    default:
      return a == b;  // records: only the same one
  }
}

}  // namespace remit::checking
