// Expressions in the one layout. Parentheses are written where the tree needs them, not where the
// source had them.
#include <fmt/format.h>

#include <iterator>

#include "dsl/format/format.h"
#include "dsl/format/print.h"

namespace remit {
namespace {

using ast::Expr;
using ast::ExprId;
using ast::ExprKind;
using ast::Op;

// CEL's precedence, 1 the tightest: section 2 of the CEL reference.
constexpr int kMemberLevel = 1;
constexpr int kUnaryLevel = 2;
constexpr int kOrLevel = 7;
constexpr int kConditionalLevel = 8;

int LevelOf(const Expr& expr) {
  if (expr.kind == ExprKind::Conditional) return kConditionalLevel;
  if (expr.kind == ExprKind::Unary) return kUnaryLevel;
  if (expr.kind != ExprKind::Binary) return kMemberLevel;
  switch (expr.op) {
    case Op::Or:
      return kOrLevel;
    case Op::And:
      return 6;
    case Op::Add:
    case Op::Subtract:
      return 4;
    case Op::Multiply:
    case Op::Divide:
    case Op::Modulo:
      return 3;
    default:
      return 5;
  }
}

class ExprPrinter {
 public:
  explicit ExprPrinter(const ast::File& file) : file_(file) {}

  // Appends `id`, in parentheses if it binds less tightly than `level`.
  void Print(ExprId id, int level) {
    const Expr& expr = file_.expr(id);
    const bool parentheses = LevelOf(expr) > level;
    if (parentheses) out_ += '(';
    PrintBare(expr);
    if (parentheses) out_ += ')';
  }
  std::string Take() { return std::move(out_); }

 private:
  void PrintBare(const Expr& expr);
  void PrintOperation(const Expr& expr);
  void PrintUnary(const Expr& expr);
  void PrintSuffix(const Expr& expr);
  void PrintElements(const Expr& expr);
  void PrintArguments(const Expr& expr, size_t first) {
    for (size_t i = first; i < expr.args.size(); ++i) {
      if (i != first) out_ += ", ";
      Print(expr.args[i], kConditionalLevel);
    }
  }

  const ast::File& file_;
  std::string out_;
};

void ExprPrinter::PrintBare(const Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Null:
      out_ += "null";
      return;
    case ExprKind::Bool:
      out_ += expr.integer != 0 ? "true" : "false";
      return;
    case ExprKind::Int:
      out_ += std::to_string(expr.integer);
      return;
    case ExprKind::Uint:
      out_ += std::to_string(static_cast<uint64_t>(expr.integer)) + "u";
      return;
    case ExprKind::Double:
      out_ += DoubleText(expr.real);
      return;
    case ExprKind::String:
      out_ += QuoteString(expr.text);
      return;
    case ExprKind::Bytes:
      out_ += QuoteBytes(expr.text);
      return;
    case ExprKind::Name:
      out_ += (expr.leading_dot ? "." : "") + expr.text;
      return;
    case ExprKind::Call:
      out_ += (expr.leading_dot ? "." : "") + expr.text + "(";
      PrintArguments(expr, 0);
      out_ += ')';
      return;
    case ExprKind::Select:
    case ExprKind::Index:
    case ExprKind::Method:
      PrintSuffix(expr);
      return;
    case ExprKind::Unary:
      PrintUnary(expr);
      return;
    case ExprKind::Binary:
      PrintOperation(expr);
      return;
    case ExprKind::Conditional:
      Print(expr.args[0], kOrLevel);
      out_ += " ? ";
      Print(expr.args[1], kOrLevel);
      out_ += " : ";
      Print(expr.args[2], kConditionalLevel);
      return;
    case ExprKind::List:
    case ExprKind::Map:
      PrintElements(expr);
      return;
  }
}

void ExprPrinter::PrintOperation(const Expr& expr) {
  const int level = LevelOf(expr);
  // A chain of && or || is one node: a chain inside it was in parentheses. The others lean left.
  const bool chain = expr.op == Op::And || expr.op == Op::Or;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    if (i != 0) fmt::format_to(std::back_inserter(out_), " {} ", ast::OpText(expr.op));
    Print(expr.args[i], i == 0 && !chain ? level : level - 1);
  }
}

void ExprPrinter::PrintUnary(const Expr& expr) {
  out_ += ast::OpText(expr.op);
  const Expr& operand = file_.expr(expr.args[0]);
  const bool same = operand.kind == ExprKind::Unary && operand.op == expr.op;
  Print(expr.args[0], same ? kUnaryLevel : kMemberLevel);
}

void ExprPrinter::PrintSuffix(const Expr& expr) {
  Print(expr.args[0], kMemberLevel);
  if (expr.kind == ExprKind::Index) {
    out_ += expr.optional ? "[?" : "[";
    PrintArguments(expr, 1);
    out_ += ']';
    return;
  }
  out_ += expr.optional ? ".?" : ".";
  out_ += expr.quoted ? "`" + expr.text + "`" : expr.text;
  if (expr.kind == ExprKind::Select) return;
  out_ += '(';
  PrintArguments(expr, 1);
  out_ += ')';
}

void ExprPrinter::PrintElements(const Expr& expr) {
  const bool map = expr.kind == ExprKind::Map;
  const size_t step = map ? 2 : 1;
  out_ += map ? '{' : '[';
  for (size_t i = 0; i < expr.args.size(); i += step) {
    if (i != 0) out_ += ", ";
    if (i / step < expr.optionals.size() && expr.optionals[i / step]) out_ += '?';
    Print(expr.args[i], kConditionalLevel);
    if (!map) continue;
    out_ += ": ";
    Print(expr.args[i + 1], kConditionalLevel);
  }
  out_ += map ? '}' : ']';
}

}  // namespace

std::string FormatExpr(const ast::File& file, ExprId id) {
  ExprPrinter printer(file);
  printer.Print(id, kConditionalLevel);
  return printer.Take();
}

std::string ClauseText(const ast::File& file, std::string_view indent, std::string_view keyword,
                       ExprId id) {
  std::string line = fmt::format("{}{} {}", indent, keyword, FormatExpr(file, id));
  const Expr& expr = file.expr(id);
  const bool chain = expr.kind == ExprKind::Binary && (expr.op == Op::And || expr.op == Op::Or);
  if (line.size() <= kLineWidth || !chain) return line + "\n";
  line = fmt::format("{}{} ", indent, keyword);
  for (size_t i = 0; i < expr.args.size(); ++i) {
    if (i != 0) line += fmt::format("\n{}    {} ", indent, ast::OpText(expr.op));
    ExprPrinter printer(file);
    printer.Print(expr.args[i], LevelOf(expr) - 1);
    line += printer.Take();
  }
  return line + "\n";
}

}  // namespace remit
