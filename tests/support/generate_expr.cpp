#include "tests/support/generate_expr.h"

#include <cstring>
#include <limits>

#include "engine/base/utf8.h"

namespace remit {
namespace {

using ast::Expr;
using ast::ExprId;
using ast::ExprKind;
using ast::Op;
using properties::Choices;

constexpr int kTower = 100;  // a good part of SourceLimits::depth

ExprId Add(ast::File& file, Expr expr) {
  file.exprs.push_back(std::move(expr));
  return static_cast<ExprId>(file.exprs.size() - 1);
}

// A raw byte for each number below 256.
std::string MakeBytes(Choices& choices) {
  std::string bytes;
  const uint32_t count = choices.Below(8);
  for (uint32_t i = 0; i < count; ++i) bytes += static_cast<char>(choices.Below(256));
  return bytes;
}

int64_t MakeWhole(Choices& choices) {
  constexpr int64_t kMost = std::numeric_limits<int64_t>::max();
  constexpr int64_t kWholes[] = {7, 0, 1, int64_t{1} << 53, kMost - 1, kMost, -kMost - 1};
  return kWholes[choices.Below(7)];
}

ExprId MakeLeaf(Choices& choices, ast::File& file) {
  constexpr ExprKind kLeaves[] = {ExprKind::Name, ExprKind::Int,    ExprKind::Uint,
                                  ExprKind::Bool, ExprKind::String, ExprKind::Bytes,
                                  ExprKind::Null, ExprKind::Double};
  Expr expr;
  expr.kind = kLeaves[choices.Below(8)];
  switch (expr.kind) {
    case ExprKind::Name:
      expr.text = MakeName(choices);
      expr.leading_dot = choices.OneIn(4);
      break;
    case ExprKind::Int:
      expr.integer = MakeWhole(choices);
      break;
    case ExprKind::Uint:
      expr.integer = choices.OneIn(4) ? -1 : MakeWhole(choices);
      break;
    case ExprKind::Bool:
      expr.integer = choices.Below(2);
      break;
    case ExprKind::String:
      expr.text = MakeText(choices);
      break;
    case ExprKind::Bytes:
      expr.text = MakeBytes(choices);
      break;
    case ExprKind::Double:
      expr.real = MakeDouble(choices);
      break;
    default:
      break;
  }
  return Add(file, std::move(expr));
}

// What a node of that kind has beside its arguments; gives how many these are.
uint32_t Fill(Choices& choices, Expr& expr) {
  switch (expr.kind) {
    case ExprKind::Select:
      expr.optional = choices.OneIn(2);
      expr.quoted = choices.OneIn(4);
      expr.text = expr.quoted ? choices.Pick({"a-b/c", "in", "true", " ", "1", "./.", "a b_C9"})
                              : MakeSelector(choices);
      return 1;
    case ExprKind::Index:
      expr.optional = choices.OneIn(2);
      return 2;
    case ExprKind::Call:
      expr.text = MakeName(choices);
      expr.leading_dot = choices.OneIn(4);
      return choices.Below(3);
    case ExprKind::Method:
      expr.text = MakeSelector(choices);
      return 1 + choices.Below(3);
    case ExprKind::Unary:
      expr.op = choices.OneIn(2) ? Op::Not : Op::Negate;
      return 1;
    case ExprKind::Binary:
      expr.op = static_cast<Op>(static_cast<uint32_t>(Op::Multiply) + choices.Below(14));
      return expr.op == Op::And || expr.op == Op::Or ? 2 + choices.Below(4) : 2;
    case ExprKind::Conditional:
      return 3;
    case ExprKind::Map:
      return 2 * choices.Below(4);
    default:
      return choices.Below(4);
  }
}

ExprId MakeNode(Choices& choices, ast::File& file, ExprKind kind, int depth) {
  Expr expr;
  expr.kind = kind;
  const uint32_t args = Fill(choices, expr);
  const uint32_t step = kind == ExprKind::Map ? 2 : 1;
  for (uint32_t i = 0; i < args; ++i) {
    const bool element = kind == ExprKind::List || kind == ExprKind::Map;
    if (element && i % step == 0) expr.optionals.push_back(choices.OneIn(3));
    expr.args.push_back(MakeExpr(choices, file, depth - 1));
  }
  return Add(file, std::move(expr));
}

// One form in itself, over and over; `turn` is the argument that goes on.
ExprId MakeTower(Choices& choices, ast::File& file) {
  Expr form;
  constexpr ExprKind kKinds[] = {ExprKind::Select, ExprKind::Index,       ExprKind::Call,
                                 ExprKind::Unary,  ExprKind::Binary,      ExprKind::List,
                                 ExprKind::Method, ExprKind::Conditional, ExprKind::Map};
  form.kind = kKinds[choices.Below(9)];
  uint32_t args = Fill(choices, form);
  if (args == 0) args = form.kind == ExprKind::Map ? 2 : 1;
  const bool map = form.kind == ExprKind::Map;
  if (map || form.kind == ExprKind::List) form.optionals.assign(map ? args / 2 : args, false);
  const uint32_t turn = choices.Below(args);
  ExprId id = MakeLeaf(choices, file);
  const ExprId other = MakeLeaf(choices, file);
  for (int i = 0; i < kTower; ++i) {
    Expr expr = form;
    expr.args.assign(args, other);
    expr.args[turn] = id;
    id = Add(file, std::move(expr));
  }
  return id;
}

}  // namespace

std::string MakeName(Choices& choices) {
  return choices.Pick({"a",  "b",   "br",  "r",      "_",      "x9",     "when",
                       "to", "and", "by",  "from",   "notify", "policy", "trigger",
                       "e5", "u",   "has", "within", "until",  "at"});
}

std::string MakeSelector(Choices& choices) {
  if (!choices.OneIn(3)) return MakeName(choices);
  return choices.Pick({"package", "for", "let", "import", "as", "void"});
}

std::string MakeText(Choices& choices) {
  constexpr uint32_t kOdd[] = {'{',     '}',      '"',    '\\',   '\n',   '\r',   '\'',   0xe9,
                               0x85,    0x200b,   0x2028, 0x202e, 0xfeff, 0xfffd, 0xffff, 0x10000,
                               0x1f600, 0x10ffff, 0x0301, 0xd7ff, 0xe000, '`',    '/',    0x7f};
  std::string text;
  const uint32_t count = choices.Below(7);
  for (uint32_t i = 0; i < count; ++i) {
    const bool odd = choices.OneIn(2);
    AppendUtf8(text, odd ? kOdd[choices.Below(24)] : choices.Below(128));
  }
  return text;
}

double MakeDouble(Choices& choices) {
  using Limits = std::numeric_limits<double>;
  constexpr double kDoubles[] = {0.0,
                                 1.0,
                                 0.1,
                                 1e21,
                                 123456789.0,
                                 1e16,
                                 1e-7,
                                 Limits::max(),
                                 Limits::min(),
                                 Limits::denorm_min(),
                                 9007199254740993.0};
  if (choices.OneIn(2)) return kDoubles[choices.Below(11)];
  const uint64_t high = choices.Below(0x7ff00000);
  const uint64_t low = choices.Below(0xffffffff);
  const uint64_t bits = high << 32 | low;
  double value = 0.0;
  static_assert(sizeof value == sizeof bits);
  std::memcpy(&value, &bits, sizeof value);
  return value;
}

ExprId MakeExpr(Choices& choices, ast::File& file, int depth) {
  constexpr ExprKind kNodes[] = {ExprKind::Select,      ExprKind::Index, ExprKind::Call,
                                 ExprKind::Method,      ExprKind::Unary, ExprKind::Binary,
                                 ExprKind::Conditional, ExprKind::List,  ExprKind::Map};
  if (depth <= 0 || choices.OneIn(4)) return MakeLeaf(choices, file);
  if (choices.OneIn(40)) return MakeTower(choices, file);
  const ExprKind kind = kNodes[choices.Below(9)];
  return MakeNode(choices, file, kind, depth);
}

ExprId MakeMapExpr(Choices& choices, ast::File& file, int depth) {
  return MakeNode(choices, file, ExprKind::Map, depth);
}

}  // namespace remit
