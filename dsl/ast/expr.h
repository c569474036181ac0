// Expressions as written: CEL's grammar, macros not yet expanded, places kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dsl/source/source.h"

namespace remit::ast {

using ExprId = uint32_t;
inline constexpr ExprId kNoExpr = 0xffffffff;

enum class ExprKind : uint8_t {
  Null,
  Bool,         // `integer` is 0 or 1
  Int,          // `integer`
  Uint,         // `integer`, bits of a uint64
  Double,       // `real`
  String,       // `text`, escapes resolved
  Bytes,        // `text`, escapes resolved
  Name,         // `text`; `leading_dot` for `.name`
  Select,       // args[0] . `text`; `optional` for `.?`; `quoted` for a backquoted selector
  Index,        // args[0] [ args[1] ]; `optional` for `[?`
  Call,         // `text` ( args… ): a global function or macro; `leading_dot` for `.name(…)`
  Method,       // args[0] . `text` ( args[1]… ): a receiver-style call or macro
  Unary,        // `op` args[0]
  Binary,       // args[0] `op` args[1]; And and Or: two or more args, as `a && b && c` was written
  Conditional,  // args[0] ? args[1] : args[2]
  List,         // args; optionals[i]: written `?e`
  Map,          // args are key, value, key, value …; optionals[i]: entry i written `?k: v`
};

enum class Op : uint8_t {
  Not,
  Negate,
  Multiply,
  Divide,
  Modulo,
  Add,
  Subtract,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  In,
  And,
  Or,
};

std::string_view OpText(Op op);  // "&&"

struct Expr {
  ExprKind kind = ExprKind::Null;
  Op op = Op::Not;
  bool optional = false;
  bool leading_dot = false;
  bool quoted = false;
  Span span;       // the whole expression, parentheses around it not counted
  Span name_span;  // of `text` in Name, Select, Call, Method; of the operator in Unary, Binary
  int64_t integer = 0;
  double real = 0.0;
  std::string text;
  std::vector<ExprId> args;
  std::vector<uint8_t> optionals;  // bools; bytes, since a vector of bits is the larger itself
};

}  // namespace remit::ast
