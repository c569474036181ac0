// The algorithm is that of CEL's checkers: type parameters of a call are new variables, unifying an
// argument's type with a parameter's binds them, and a variable that several types are found for
// stands for the most general of them. Beyond it: what an argument of type dyn leaves open is dyn,
// so that nothing is inferred from what is not known.
#include "dsl/check/typing.h"

#include <algorithm>
#include <cctype>

#include "dsl/check/context.h"
#include "engine/program/function_table.h"

namespace remit::checking {
namespace {

// CEL's legacy nullable types: null is a value of these.
bool IsNullable(TypeKind kind) {
  return kind == TypeKind::Null || kind == TypeKind::Timestamp || kind == TypeKind::Duration ||
         kind == TypeKind::Optional || kind == TypeKind::Opaque || kind == TypeKind::Record ||
         kind == TypeKind::Ip || kind == TypeKind::Cidr || kind == TypeKind::Semver;
}

// Whether `a` says no more than `b` does.
bool IsEqualOrLessSpecific(const TypeTable& types, TypeId a, TypeId b) {
  if (a == b || types.IsVariable(a) || types.kind(a) == TypeKind::Dyn) return true;
  if (types.IsVariable(b) || types.kind(b) == TypeKind::Dyn) return false;
  const TypeNode x = types.node(a), y = types.node(b);
  if (x.kind != y.kind) return false;
  switch (x.kind) {
    case TypeKind::List:
    case TypeKind::Optional:
      return IsEqualOrLessSpecific(types, x.first, y.first);
    case TypeKind::Map:
      return IsEqualOrLessSpecific(types, x.first, y.first) &&
             IsEqualOrLessSpecific(types, x.second, y.second);
    case TypeKind::Opaque: {
      const OpaqueType &p = types.opaque(a), &q = types.opaque(b);
      return p.name == q.name &&
             std::ranges::equal(p.parameters, q.parameters, [&](TypeId one, TypeId other) {
               return IsEqualOrLessSpecific(types, one, other);
             });
    }
    default:
      return x == y;
  }
}

TypeId MostGeneral(const TypeTable& types, TypeId a, TypeId b) {
  if (types.kind(a) == TypeKind::Null) return b;
  if (types.kind(b) == TypeKind::Null) return a;
  return IsEqualOrLessSpecific(types, a, b) ? a : b;
}

// Whether the variable would stand for a type that holds it.
bool Occurs(const TypeTable& types, TypeId variable, TypeId within) {
  if (!types.HoldsVariables(within)) return false;
  if (types.IsVariable(within)) {
    return within != variable && types.IsBound(within) &&
           (types.BindingOf(within) == variable ||
            Occurs(types, variable, types.BindingOf(within)));
  }
  const TypeNode node = types.node(within);
  const auto in = [&](TypeId part) { return part == variable || Occurs(types, variable, part); };
  if (node.kind == TypeKind::Opaque) {
    return std::ranges::any_of(types.opaque(within).parameters, in);
  }
  return in(node.first) || (node.kind == TypeKind::Map && in(node.second));
}

bool Agree(TypeTable& types, TypeId a, TypeId b);

enum class Fit : uint8_t { No, NoAndBound, Yes };

// Whether the variable may stand for the type, beside what it stands for already.
Fit FitVariable(TypeTable& types, TypeId type, TypeId variable) {
  if (type == variable) return Fit::Yes;
  if (types.IsBound(variable)) {
    const TypeId bound = types.BindingOf(variable);
    if (type == bound) return Fit::Yes;
    if (!Agree(types, type, bound)) return Fit::NoAndBound;
    const TypeId general = MostGeneral(types, type, bound);
    if (general != bound && !Occurs(types, variable, general)) types.Bind(variable, general);
    return Fit::Yes;
  }
  if (Occurs(types, variable, type)) return Fit::No;
  types.Bind(variable, type);
  return Fit::Yes;
}

bool Agree(TypeTable& types, TypeId a, TypeId b) {
  if (a == b) return true;
  if (types.IsVariable(b)) {
    const Fit fit = FitVariable(types, a, b);
    if (fit != Fit::No) return fit == Fit::Yes;
  }
  if (types.IsVariable(a)) return FitVariable(types, b, a) == Fit::Yes;
  const TypeNode x = types.node(a), y = types.node(b);
  if (x.kind == TypeKind::Dyn || y.kind == TypeKind::Dyn) return true;
  if (x.kind == TypeKind::Null) return IsNullable(y.kind);
  if (y.kind == TypeKind::Null) return IsNullable(x.kind);
  if (x.kind != y.kind) return false;
  switch (x.kind) {
    case TypeKind::List:
    case TypeKind::Optional:
      return Agree(types, x.first, y.first);
    case TypeKind::Map:
      return Agree(types, x.first, y.first) && Agree(types, x.second, y.second);
    case TypeKind::Opaque: {
      // Copies: what is bound on the way may add types.
      const OpaqueType p = types.opaque(a), q = types.opaque(b);
      return p.name == q.name &&
             std::ranges::equal(p.parameters, q.parameters,
                                [&](TypeId one, TypeId other) { return Agree(types, one, other); });
    }
    default:
      return x == y;
  }
}

// --- Type texts.

struct Named {
  std::string_view name;
  TypeKind kind;
};
// Protobuf's wrappers and dynamic messages are what JSON makes of them: dyn, for all we know.
constexpr Named kNamed[] = {{"bool", TypeKind::Bool},
                            {"int", TypeKind::Int},
                            {"uint", TypeKind::Uint},
                            {"double", TypeKind::Double},
                            {"string", TypeKind::String},
                            {"bytes", TypeKind::Bytes},
                            {"timestamp", TypeKind::Timestamp},
                            {"google.protobuf.Timestamp", TypeKind::Timestamp},
                            {"duration", TypeKind::Duration},
                            {"google.protobuf.Duration", TypeKind::Duration},
                            {"null_type", TypeKind::Null},
                            {"null", TypeKind::Null},
                            {"type", TypeKind::Type},
                            {"net.IP", TypeKind::Ip},
                            {"net.CIDR", TypeKind::Cidr},
                            {"semver", TypeKind::Semver},
                            {"dyn", TypeKind::Dyn},
                            {"any", TypeKind::Dyn},
                            {"wrapper", TypeKind::Dyn},
                            {"google.protobuf.Any", TypeKind::Dyn},
                            {"google.protobuf.Value", TypeKind::Dyn}};

// Deeper than any type that is of use; what is nested deeper is dyn.
constexpr unsigned kMaxTypeDepth = 32;

struct TypeReader {
  Context& context;
  std::string_view rest;
  std::map<std::string, TypeId>& variables;
  unsigned depth = 0;

  bool Take(char c) {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    if (!rest.starts_with(c)) return false;
    rest.remove_prefix(1);
    return true;
  }

  TypeId Read() {
    while (rest.starts_with(' ')) rest.remove_prefix(1);
    const std::string_view name = rest.substr(0, rest.find_first_of("(), "));
    rest.remove_prefix(name.size());
    std::vector<TypeId> parameters;
    if (depth < kMaxTypeDepth && Take('(')) {
      ++depth;
      do {
        parameters.push_back(Read());
      } while (Take(','));
      --depth;
      Take(')');
    }
    return Make(name, std::move(parameters));
  }

  TypeId Make(std::string_view name, std::vector<TypeId> parameters) {
    TypeTable& types = context.bundle.types;
    for (const Named& known : kNamed) {
      if (known.name == name) return types.Scalar(known.kind);
    }
    const size_t count = parameters.size();
    const auto parameter = [&](size_t i) { return i < count ? parameters[i] : kDyn; };
    if (name == "list" || name == "google.protobuf.ListValue") return types.List(parameter(0));
    if (name == "map") return types.Map(parameter(0), parameter(1));
    if (name == "google.protobuf.Struct") return types.Map(types.Scalar(TypeKind::String), kDyn);
    if (name == "optional_type" || name == "optional") return types.Optional(parameter(0));
    if (name.size() == 1 && name[0] >= 'A' && name[0] <= 'Z' && count == 0) {
      const auto [place, added] = variables.emplace(name, kDyn);
      if (added) place->second = types.Fresh();
      return place->second;
    }
    if (name.empty()) return kDyn;
    if (const Decl* decl = FindDecl(context, 0, std::string(name));
        decl != nullptr && decl->kind == DeclKind::Type && count == 0) {
      return decl->type;
    }
    return types.Opaque({std::string(name), std::move(parameters)});
  }
};

// --- Calls.

// The type with other variables for its type parameters.
TypeId Instantiated(TypeTable& types, TypeId type, const std::vector<TypeId>& from,
                    const std::vector<TypeId>& to) {
  if (!types.HoldsVariables(type)) return type;
  if (types.IsVariable(type)) {
    const auto found = std::ranges::find(from, type);
    return found == from.end() ? type : to[static_cast<size_t>(found - from.begin())];
  }
  const TypeNode node = types.node(type);
  const auto of = [&](TypeId part) { return Instantiated(types, part, from, to); };
  switch (node.kind) {
    case TypeKind::List:
      return types.List(of(node.first));
    case TypeKind::Optional:
      return types.Optional(of(node.first));
    case TypeKind::Map: {
      const TypeId key = of(node.first);
      return types.Map(key, of(node.second));
    }
    case TypeKind::Opaque: {
      OpaqueType opaque = types.opaque(type);
      for (TypeId& parameter : opaque.parameters) parameter = of(parameter);
      return types.Opaque(std::move(opaque));
    }
    default:
      return type;
  }
}

// Variables in the type that stand for nothing yet stand for dyn.
void LeaveOpen(TypeTable& types, TypeId type) {
  if (!types.HoldsVariables(type)) return;
  if (types.IsVariable(type)) {
    if (types.IsBound(type)) return LeaveOpen(types, types.BindingOf(type));
    return types.Bind(type, kDyn);
  }
  const TypeNode node = types.node(type);
  if (node.kind == TypeKind::Opaque) {
    for (TypeId parameter : OpaqueType(types.opaque(type)).parameters) LeaveOpen(types, parameter);
    return;
  }
  LeaveOpen(types, node.first);
  if (node.kind == TypeKind::Map) LeaveOpen(types, node.second);
}

// Whether nothing about the type is open.
bool IsKnown(const TypeTable& types, TypeId type) {
  const TypeNode node = types.node(type);
  switch (node.kind) {
    case TypeKind::Dyn:
      return false;
    case TypeKind::List:
    case TypeKind::Optional:
      return IsKnown(types, node.first);
    case TypeKind::Map:
      return IsKnown(types, node.first) && IsKnown(types, node.second);
    case TypeKind::Opaque:
      return std::ranges::all_of(types.opaque(type).parameters,
                                 [&](TypeId parameter) { return IsKnown(types, parameter); });
    default:
      return true;
  }
}

// One overload against the arguments; what it bound stays bound where it fits.
struct Attempt {
  bool fits = false;
  bool exact = false;  // the arguments' types are known and are the parameters'
  TypeId result = kDyn;
};

Attempt Try(Context& context, const Signature& signature, std::span<const NodeId> args) {
  TypeTable& types = context.bundle.types;
  const auto mark = types.mark();
  std::vector<TypeId> made;
  for (size_t i = 0; i < signature.generics.size(); ++i) made.push_back(types.Fresh());
  Attempt attempt{.fits = true, .exact = true};
  for (size_t i = 0; i < args.size(); ++i) {
    TypeId type = context.bundle.node(args[i]).type;
    const TypeId parameter = Instantiated(types, signature.parameters[i], signature.generics, made);
    // A record is a map to functions: size(change).
    if (types.kind(type) == TypeKind::Record && types.kind(parameter) == TypeKind::Map) {
      type = types.Map(types.Scalar(TypeKind::String), kDyn);
    }
    if (!Agree(types, type, parameter)) {
      types.Undo(mark);
      return {};
    }
    if (types.kind(type) == TypeKind::Dyn) LeaveOpen(types, parameter);
    attempt.exact = attempt.exact && IsKnown(types, type) && IsKnown(types, parameter);
  }
  attempt.result = types.Resolved(Instantiated(types, signature.result, signature.generics, made));
  const bool escapes = types.HoldsVariables(attempt.result) || types.ReachesBefore(mark);
  if (!escapes) types.Undo(mark);
  return attempt;
}

}  // namespace

TypeId ParseTypeText(Context& context, std::string_view text,
                     std::map<std::string, TypeId>& variables) {
  return TypeReader{.context = context, .rest = text, .variables = variables}.Read();
}

TypeId ParseTypeText(Context& context, std::string_view text) {
  std::map<std::string, TypeId> variables;
  return ParseTypeText(context, text, variables);
}

Signature MakeSignature(Context& context, std::span<const std::string> parameters,
                        std::string_view result, bool member) {
  std::map<std::string, TypeId> variables;
  Signature signature{.member = member};
  for (const std::string& parameter : parameters) {
    signature.parameters.push_back(ParseTypeText(context, parameter, variables));
  }
  signature.result = ParseTypeText(context, result, variables);
  for (const auto& [name, variable] : variables) signature.generics.push_back(variable);
  return signature;
}

std::span<const Signature> SignaturesOf(Context& context, FunctionId function) {
  const auto [place, added] = context.signatures.try_emplace(function);
  if (!added) return place->second;
  for (const OverloadRow& row : OverloadsOf(function)) {
    std::vector<std::string> parameters;
    if (!row.receiver.empty()) parameters.emplace_back(row.receiver);
    for (std::string_view parameter : SplitParameters(row.parameters)) {
      parameters.emplace_back(parameter);
    }
    place->second.push_back(MakeSignature(context, parameters, row.result, !row.receiver.empty()));
  }
  return place->second;
}

bool Unify(TypeTable& types, TypeId a, TypeId b) {
  const auto mark = types.mark();
  if (Agree(types, a, b)) return true;
  types.Undo(mark);
  return false;
}

TypeId Join(TypeTable& types, TypeId a, TypeId b) {
  return Unify(types, a, b) ? MostGeneral(types, a, b) : kDyn;
}

Resolution Resolve(Context& context, std::span<const Signature> signatures, bool member,
                   std::span<const NodeId> args) {
  TypeTable& types = context.bundle.types;
  Resolution found;
  std::vector<const Signature*> fitting;
  const auto mark = types.mark();
  for (const Signature& signature : signatures) {
    if (signature.member != member) continue;
    found.style = true;
    if (signature.parameters.size() != args.size()) continue;
    found.count = true;
    const Attempt attempt = Try(context, signature, args);
    if (attempt.exact) {
      found.result = attempt.result;
      return found;
    }
    if (!attempt.fits) continue;
    fitting.push_back(&signature);
    const TypeId result = types.Settled(attempt.result);
    found.result = !found.result || *found.result == result ? result : kDyn;
    types.Undo(mark);
  }
  // The one that fits may tell more of the arguments' own variables.
  if (fitting.size() == 1) found.result = Try(context, *fitting[0], args).result;
  return found;
}

void Settle(Context& context, NodeId first) {
  typed::Bundle& bundle = context.bundle;
  for (NodeId id = first; id < bundle.nodes.size(); ++id) {
    bundle.nodes[id].type = bundle.types.Settled(bundle.nodes[id].type);
  }
}

}  // namespace remit::checking
