// Inference: which types agree, and what a call gives. After CEL's checker, but gradual: dyn agrees
// with everything, and where types do not agree dyn is what they have in common.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/check/typed.h"

namespace remit::checking {

struct Context;
using typed::NodeId;

// One overload of a function.
struct Signature {
  bool member = false;               // called on a value
  std::vector<TypeId> parameters{};  // receiver first
  TypeId result = kDyn;
  std::vector<TypeId> generics{};  // its type parameters: new variables for every call
};

// The type that a text names, as functions.def and CEL write types: "list(T)", "map(string, dyn)",
// "net.IP", "google.protobuf.Timestamp". One capital letter is a type parameter: the variable that
// `variables` has under it, a new one where it has none. A name that is not known is an opaque
// type; what is no type at all is dyn.
TypeId ParseTypeText(Context& context, std::string_view text,
                     std::map<std::string, TypeId>& variables);
TypeId ParseTypeText(Context& context, std::string_view text);
Signature MakeSignature(Context& context, std::span<const std::string> parameters,
                        std::string_view result, bool member);

// Whether values of the two types can be of one type; variables in them are bound to what makes it
// so. Nothing is bound where it is false.
bool Unify(TypeTable& types, TypeId a, TypeId b);
// The more general of two types that agree, dyn of two that do not.
TypeId Join(TypeTable& types, TypeId a, TypeId b);

// Which overload a call means, and the type of what it gives: dyn where several fit that give
// different types.
struct Resolution {
  bool style = false;  // some overload is called this way: as a method, or not
  bool count = false;  // and with so many arguments
  std::optional<TypeId> result{};
};
Resolution Resolve(Context& context, std::span<const Signature> signatures, bool member,
                   std::span<const NodeId> args);
// The overloads of a function of functions.def.
std::span<const Signature> SignaturesOf(Context& context, FunctionId function);

// The types of the nodes from `first` on are final: no variables are left in them.
void Settle(Context& context, NodeId first);

}  // namespace remit::checking
