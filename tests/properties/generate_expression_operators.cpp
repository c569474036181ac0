#include "tests/properties/generate_expression_maker.h"

namespace remit::properties {

std::string ExpressionMaker::Comparison(int depth) {
  const std::string ordered = c_.Pick({"<", "<=", ">", ">=", "==", "!="});
  const std::string equal = c_.Pick({"==", "!="});
  switch (c_.Below(5)) {
    case 0: {
      const std::string type = c_.Pick(
          {"int", "uint", "double", "string", "bytes", "bool", "timestamp", "duration", "semver"});
      const std::string left = Arg(type, depth - 1), right = Arg(type, depth - 1);
      // What the ranges of two ints decide is refused where a policy is compiled.
      return Join({"(", left, " ", ordered, type == "int" ? " dyn(" : " (", right, "))"});
    }
    case 1:
      return Join({"(dyn(", Of(c_.Pick({"int", "uint", "double"}), depth - 1), ") ", ordered,
                   " dyn(", Of(c_.Pick({"int", "uint", "double"}), depth - 1), "))"});
    case 2:
      return Join({"(dyn(", Of(AnyType(1), depth - 1), ") ", equal, " dyn(",
                   Of(AnyType(1), depth - 1), "))"});
    case 3:
      return Join(
          {"(dyn(", Of(AnyType(1), depth - 1), ") ", ordered, " ", Of(AnyType(0), depth - 1), ")"});
    default: {
      const CelType type = AnyType(2);
      const std::string left = Arg(type, depth - 1), right = Arg(type, depth - 1);
      return Join({"(", left, " ", equal, " dyn(", right, "))"});
    }
  }
}

std::string ExpressionMaker::Presence(int depth) {
  switch (c_.Below(5)) {
    case 0:
      return c_.Pick({"has(context.b)", "has(context.missing)", "has(context.deep.n)",
                      "has(context.z)", "has(context.n.x)", "has(context.`a-b`)"});
    case 1:
      return Join({"has(", Receiver(ReadType("map(string, dyn)"), depth - 1), ".",
                   c_.Pick({"a", "b", "size", "`a-b`"}), ")"});
    case 2:
      return Join({"has(", Receiver(ReadType("optional_type(map(string, int))"), depth - 1), ".",
                   c_.Pick({"a", "b"}), ")"});
    case 3:
      return Join(
          {"has(", Receiver({"Url"}, depth - 1), ".", c_.Pick({"host", "port", "query"}), ")"});
    default:
      return Join({Receiver({"optional_type", {AnyType(1)}}, depth - 1), ".hasValue()"});
  }
}

std::string ExpressionMaker::BoolOperator(int depth) {
  switch (c_.Below(9)) {
    case 0:
    case 1:
    case 2:
      return Comparison(depth);
    case 3:
      return Join(
          {"(", Arg("bool", depth - 1), c_.Pick({" && ", " || "}), Arg("bool", depth - 1), ")"});
    case 4: {
      const std::string op = c_.Pick({" && ", " || "});
      return Join({"(", Arg("bool", depth - 1), op, Arg("bool", depth - 1), op,
                   Arg("bool", depth - 1), ")"});
    }
    case 5:
      return Join({"(", c_.Pick({"!", "!!"}), Receiver({"bool"}, depth - 1), ")"});
    case 6: {
      const CelType type = AnyType(1);
      return Join({"(", Arg(type, depth - 1), " in ", Arg({"list", {type}}, depth - 1), ")"});
    }
    case 7: {
      const std::string key = c_.Pick({"string", "int", "uint", "bool"});
      return Join({"(", Arg(c_.OneIn(3) ? "dyn" : key, depth - 1), " in ",
                   Arg({"map", {{key}, AnyType(0)}}, depth - 1), ")"});
    }
    default:
      return Presence(depth);
  }
}

std::string ExpressionMaker::Arithmetic(const CelType& wanted,
                                        std::initializer_list<std::string_view> operators,
                                        int depth) {
  const std::string op = c_.Pick(operators);
  if (op == "-x") return Join({"(-", Receiver(wanted, depth - 1), ")"});
  return Join({"(", Arg(wanted, depth - 1), " ", op, " ", Arg(wanted, depth - 1), ")"});
}

std::string ExpressionMaker::TimeOperator(const CelType& wanted, int depth) {
  const std::string op = c_.Pick({" + ", " - "});
  if (wanted.name == "timestamp") {
    if (op == " + " && c_.OneIn(2)) {
      return Join({"(", Arg("duration", depth - 1), op, Arg("timestamp", depth - 1), ")"});
    }
    return Join({"(", Arg("timestamp", depth - 1), op, Arg("duration", depth - 1), ")"});
  }
  if (c_.OneIn(3)) {
    return Join({"(", Arg("timestamp", depth - 1), " - ", Arg("timestamp", depth - 1), ")"});
  }
  return Join({"(", Arg("duration", depth - 1), op, Arg("duration", depth - 1), ")"});
}

std::string ExpressionMaker::Operator(const CelType& wanted, int depth) {
  if (wanted.name == "bool") return BoolOperator(depth);
  if (wanted.name == "int") return Arithmetic(wanted, {"+", "-", "*", "/", "%", "-x"}, depth);
  if (wanted.name == "uint") return Arithmetic(wanted, {"+", "-", "*", "/", "%"}, depth);
  if (wanted.name == "double") return Arithmetic(wanted, {"+", "-", "*", "/", "-x"}, depth);
  if (wanted.name == "string" || wanted.name == "bytes" || wanted.name == "list") {
    return Arithmetic(wanted, {"+"}, depth);
  }
  if (wanted.name == "dyn" && c_.OneIn(3)) {
    const std::string op = c_.Pick({" + ", " - ", " * ", " / ", " % ", " < ", " == ", " in "});
    return Join({"(dyn(", Of(wanted, depth - 1), ")", op, "dyn(", Of(wanted, depth - 1), "))"});
  }
  if (wanted.name == "timestamp" || wanted.name == "duration") return TimeOperator(wanted, depth);
  return "";
}

}  // namespace remit::properties
