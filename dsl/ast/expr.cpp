#include "dsl/ast/expr.h"

namespace remit::ast {

std::string_view OpText(Op op) {
  switch (op) {
    case Op::Not:
      return "!";
    case Op::Negate:
      return "-";
    case Op::Multiply:
      return "*";
    case Op::Divide:
      return "/";
    case Op::Modulo:
      return "%";
    case Op::Add:
      return "+";
    case Op::Subtract:
      return "-";
    case Op::Less:
      return "<";
    case Op::LessEqual:
      return "<=";
    case Op::Greater:
      return ">";
    case Op::GreaterEqual:
      return ">=";
    case Op::Equal:
      return "==";
    case Op::NotEqual:
      return "!=";
    case Op::In:
      return "in";
    case Op::And:
      return "&&";
    case Op::Or:
      return "||";
  }
  return "";
}

}  // namespace remit::ast
