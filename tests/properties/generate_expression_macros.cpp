#include "tests/properties/generate_expression_maker.h"

namespace remit::properties {

// Few names, so that some hide others.
std::string ExpressionMaker::Variable() { return c_.Pick({"x", "y", "k", "size"}); }

std::string ExpressionMaker::Bind(const CelType& range, bool pair) {
  const bool list = range.name == "list";
  const std::string name = Variable();
  if (!pair) {
    locals_.push_back({name, range.of[0]});
    return name;
  }
  locals_.push_back({name, list ? CelType{"int"} : range.of[0]});
  locals_.push_back({name + "2", range.of[list ? 0 : 1]});
  return Join({name, ", ", name, "2"});
}

std::string ExpressionMaker::Within(size_t locals, std::string text) {
  locals_.resize(locals);
  return text;
}

std::string ExpressionMaker::BoolMacro(int depth) {
  const CelType range =
      c_.OneIn(3) ? CelType{"map", {{"string"}, AnyType(0)}} : CelType{"list", {AnyType(1)}};
  const size_t outside = locals_.size();
  const std::string over = Receiver(range, depth - 1);
  const std::string macro = c_.Pick({".all(", ".exists(", ".exists_one(", ".existsOne("});
  const std::string variables = Bind(range, c_.OneIn(2));
  return Within(outside, Join({over, macro, variables, ", ", Arg("bool", depth - 1), ")"}));
}

std::string ExpressionMaker::ListMacro(const CelType& wanted, int depth) {
  const size_t outside = locals_.size();
  const uint32_t form = c_.Below(8);
  const bool keeps = form < 3;  // elements of the range are those of the result
  const CelType range = keeps         ? wanted
                        : c_.OneIn(4) ? CelType{"map", {{c_.Pick({"string", "int"})}, AnyType(0)}}
                                      : CelType{"list", {AnyType(1)}};
  const std::string over = Receiver(range, depth - 1);
  const auto filter = [&] { return Arg("bool", depth - 1); };
  const auto body = [&] { return Arg(wanted.of[0], depth - 1); };
  switch (form) {
    case 0:
    case 1: {
      const std::string x = Bind(range, false);
      return Within(outside, Join({over, ".filter(", x, ", ", filter(), ")"}));
    }
    case 2: {
      const std::string x = Bind(range, false);
      const std::string key =
          Arg(c_.Pick({"int", "string", "double", "timestamp", "dyn"}), depth - 1);
      return Within(outside, Join({over, ".sortBy(", x, ", ", key, ")"}));
    }
    case 3:
    case 4: {
      const std::string x = Bind(range, false);
      return Within(outside, Join({over, ".map(", x, ", ", body(), ")"}));
    }
    case 5: {
      const std::string x = Bind(range, false);
      return Within(outside, Join({over, ".map(", x, ", ", filter(), ", ", body(), ")"}));
    }
    case 6: {
      const std::string x = Bind(range, true);
      return Within(outside, Join({over, ".transformList(", x, ", ", body(), ")"}));
    }
    default: {
      const std::string x = Bind(range, true);
      return Within(outside, Join({over, ".transformList(", x, ", ", filter(), ", ", body(), ")"}));
    }
  }
}

std::string ExpressionMaker::MapMacro(const CelType& wanted, int depth) {
  const size_t outside = locals_.size();
  const bool entries = c_.OneIn(2), list = wanted.of[0].name == "int" || c_.OneIn(2);
  // transformMap keeps the keys of its range: of a list, the indices.
  const CelType range = list && (entries || wanted.of[0].name == "int")
                            ? CelType{"list", {AnyType(0)}}
                            : CelType{"map", {wanted.of[0], AnyType(0)}};
  const std::string over = Receiver(range, depth - 1);
  const std::string variables = Bind(range, true);
  const std::string filter = c_.OneIn(2) ? Join({Arg("bool", depth - 1), ", "}) : "";
  const std::string macro = entries ? ".transformMapEntry(" : ".transformMap(";
  if (!entries) {
    const std::string body = Arg(wanted.of[1], depth - 1);
    return Within(outside, Join({over, macro, variables, ", ", filter, body, ")"}));
  }
  const std::string body =
      c_.OneIn(4)
          ? Arg(wanted, depth - 1)
          : Join({"{", Arg(wanted.of[0], depth - 1), ": ", Arg(wanted.of[1], depth - 1), "}"});
  return Within(outside, Join({over, macro, variables, ", ", filter, body, ")"}));
}

std::string ExpressionMaker::OptionalMacro(const CelType& wanted, int depth) {
  const size_t outside = locals_.size();
  const CelType held = AnyType(1);
  const std::string over = Receiver({"optional_type", {held}}, depth - 1);
  const std::string name = Variable();
  locals_.push_back({name, held});
  if (c_.OneIn(2)) {
    return Within(outside, Join({over, ".optFlatMap(", name, ", ", Arg(wanted, depth - 1), ")"}));
  }
  return Within(outside, Join({over, ".optMap(", name, ", ", Arg(wanted.of[0], depth - 1), ")"}));
}

// Of several numbers, also of several types.
std::string ExpressionMaker::Extreme(const CelType& wanted, int depth) {
  std::string text = Join({c_.Pick({"math.greatest(", "math.least("}), Arg(wanted, depth - 1)});
  for (uint32_t more = 1 + c_.Below(3); more > 0; --more) text += ", " + Arg(wanted, depth - 1);
  return text + ")";
}

std::string ExpressionMaker::Macro(const CelType& wanted, int depth) {
  if (c_.OneIn(4)) {
    const size_t outside = locals_.size();
    const CelType held = AnyType(1);
    const std::string initial = Arg(held, depth - 1), name = Variable();
    locals_.push_back({name, held});
    return Within(outside,
                  Join({"cel.bind(", name, ", ", initial, ", ", Arg(wanted, depth - 1), ")"}));
  }
  if (wanted.name == "bool") return BoolMacro(depth);
  if (wanted.name == "list") return ListMacro(wanted, depth);
  if (wanted.name == "map") return MapMacro(wanted, depth);
  if (wanted.name == "optional_type") return OptionalMacro(wanted, depth);
  if (wanted.name == "int" || wanted.name == "uint" || wanted.name == "double") {
    return Extreme(wanted, depth);
  }
  return "";
}

}  // namespace remit::properties
