#include <array>
#include <utility>

#include "tests/properties/generate_expression_maker.h"

namespace remit::properties {

std::string ExpressionMaker::OptionalPart(const CelType& wanted, int depth) {
  switch (c_.Below(5)) {
    case 0:
      return Join({Receiver(wanted, depth - 1), ".or(", Arg(wanted, depth - 1), ")"});
    case 1:
      return Join({Receiver({"map", {{"string"}, wanted.of[0]}}, depth - 1), ".?",
                   c_.Pick({"a", "b", "`a-b`"})});
    case 2:
      return Join({Receiver({"map", {{"int"}, wanted.of[0]}}, depth - 1), "[?",
                   Arg("int", depth - 1), "]"});
    case 3:
      return Join({Receiver({"list", wanted.of}, depth - 1), "[?", Arg("int", depth - 1), "]"});
    default:
      // A member of what an optional holds is an optional.
      return Join({Receiver({"optional_type", {{"map", {{"string"}, wanted.of[0]}}}}, depth - 1),
                   c_.Pick({".a", ".?a", "['a']", "[?'b']"})});
  }
}

// Literals with elements that may be left out.
std::string ExpressionMaker::ContainerPart(const CelType& wanted, int depth) {
  if (wanted.name == "list") {
    const CelType& element = wanted.of[0];
    return Join({"[", Arg(element, depth - 1), ", ?", Arg({"optional_type", {element}}, depth - 1),
                 c_.OneIn(2) ? ", " + Arg(element, depth - 1) : "", "]"});
  }
  const CelType& key = wanted.of[0];
  const CelType& value = wanted.of[1];
  return Join({"{", Arg(key, depth - 1), ": ", Arg(value, depth - 1), ", ?", Arg(key, depth - 1),
               ": ", Arg({"optional_type", {value}}, depth - 1), "}"});
}

// As deep as a policy may reasonably be, and as many of one operator.
std::string ExpressionMaker::Nested(const CelType& wanted, int depth) {
  std::string text = Of(wanted, depth - 1);
  const uint32_t levels = 5 + c_.Below(15);
  const uint32_t form = c_.Below(4);
  for (uint32_t i = 0; i < levels; ++i) {
    switch (form) {
      case 0:
        text = Join({"[", text, "][0]"});
        break;
      case 1:
        text = Join({"{'a': ", text, "}.a"});
        break;
      case 2:
        text = Join({"(context.b ? ", text, " : ", text.size() < 40 ? text : Leaf(wanted), ")"});
        break;
      default:
        text = Join({"cel.bind(v", std::to_string(i), ", ", text, ", v", std::to_string(i), ")"});
    }
  }
  return text;
}

// Declarations of a policy, and what its declared types give.
std::string ExpressionMaker::VocabularyPart(const CelType& wanted, int depth) {
  static const std::array<std::pair<std::string_view, Wanted>, 8> kWanted = {
      {{"bool", Wanted::Bool},
       {"int", Wanted::Int},
       {"double", Wanted::Double},
       {"string", Wanted::String},
       {"timestamp", Wanted::Timestamp},
       {"duration", Wanted::Duration},
       {"dyn", Wanted::Any},
       {"list", Wanted::List}}};
  // With variables of comprehensions too, so that what is searched is known only through them.
  if (wanted.name == "bool" && c_.OneIn(2)) {
    return Join({"secrets.matches(", Arg("string", depth - 1), ")"});
  }
  for (const auto& [name, kind] : kWanted) {
    if (wanted.name != name) continue;
    const std::string text = MakeExpression(c_, kind, depth - 1);
    return name == "list" ? Join({"dyn(", text, ")"}) : Join({"(", text, ")"});
  }
  return "";
}

std::string ExpressionMaker::Part(const CelType& wanted, int depth) {
  if (c_.OneIn(3)) {
    if (wanted.name == "optional_type") return OptionalPart(wanted, depth);
    if (wanted.name == "list" || wanted.name == "map") return ContainerPart(wanted, depth);
    if (wanted.name == "string") {
      return Receiver({"Url"}, depth - 1) + c_.Pick({".host", ".scheme", ".path", ".query"});
    }
  }
  switch (c_.Below(10)) {
    case 0:
      return Join({"(", Arg("bool", depth - 1), " ? ", Arg(wanted, depth - 1), " : ",
                   Arg(wanted, depth - 1), ")"});
    case 1:
      return Join({Receiver({"list", {wanted}}, depth - 1), "[",
                   Arg(c_.OneIn(4) ? "dyn" : "int", depth - 1), "]"});
    case 2: {
      const std::string key = c_.Pick({"string", "int", "uint", "bool"});
      return Join({Receiver({"map", {{key}, wanted}}, depth - 1), "[",
                   Arg(c_.OneIn(3) ? "dyn" : key, depth - 1), "]"});
    }
    case 3:
      return Join({"{'a': ", Arg(wanted, depth - 1), ", 'a-b': ", Arg(wanted, depth - 1), "}.",
                   c_.Pick({"a", "`a-b`", "b"})});
    case 4:
    case 5:
      return Join({Receiver({"optional_type", {wanted}}, depth - 1), ".orValue(",
                   Arg(wanted, depth - 1), ")"});
    case 6:
      return Join({"(", c_.Pick({"context.?n", "context.l[?0]", "context.?missing"}),
                   ".hasValue() ? ", Arg(wanted, depth - 1), " : ", Arg(wanted, depth - 1), ")"});
    case 7:
      return Nested(wanted, depth);
    case 8:
      return Join({"dyn(", Of(wanted, depth - 1), ")"});
    default:
      return fitting_ == Fitting::Unchecked ? "" : VocabularyPart(wanted, depth);
  }
}

}  // namespace remit::properties
