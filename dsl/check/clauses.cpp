#include "dsl/check/clauses.h"

#include <fmt/format.h>

#include <charconv>

#include "engine/base/escape.h"
#include "engine/model/time_text.h"

namespace remit::checking {
namespace {

struct Unit {
  std::string_view name;
  int64_t nanoseconds;
};
constexpr Unit kUnits[] = {{"d", 86'400'000'000'000},
                           {"h", 3'600'000'000'000},
                           {"m", 60'000'000'000},
                           {"s", 1'000'000'000},
                           {"ms", 1'000'000}};

// The param of `kind` that the literal names, as an index; nullopt after a diagnostic.
std::optional<uint32_t> ParamOf(Context& context, uint32_t file, const ast::Literal& literal,
                                TypeKind kind) {
  Decl* decl = FindDotted(context, file, {literal.text, literal.span}, DeclKind::Param);
  if (decl == nullptr) return std::nullopt;
  CheckParam(context, *decl);
  const TypeTable& types = context.bundle.types;
  if (types.kind(decl->type) == kind) return decl->index;
  context.Emit(DiagnosticKind::WrongType, literal.span,
               fmt::format("param `{}` is `{}`, not `{}`", EscapeText(literal.text),
                           types.Name(decl->type), types.Name(types.Scalar(kind))));
  return std::nullopt;
}

NodeId CheckRecipient(Context& context, const Env& env, ast::ExprId id) {
  const NodeId node = CheckRoot(context, env, id);
  const TypeTable& types = context.bundle.types;
  const TypeNode type = types.node(context.bundle.node(node).type);
  const bool list = type.kind == TypeKind::List && (types.kind(type.first) == TypeKind::String ||
                                                    types.kind(type.first) == TypeKind::Dyn);
  if (type.kind != TypeKind::String && type.kind != TypeKind::Dyn && !list) {
    context.Emit(DiagnosticKind::WrongType, context.bundle.node(node).span,
                 fmt::format("people are named by strings or lists of strings, not `{}`",
                             types.Name(context.bundle.node(node).type)));
  }
  return node;
}

}  // namespace

std::optional<int64_t> ParseClauseDuration(std::string_view text) {
  int64_t total = 0;
  size_t next_unit = 0;
  if (text.empty()) return std::nullopt;
  while (!text.empty()) {
    int64_t count = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), count);
    if (code != std::errc() || count < 0) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(end - text.data()));
    const size_t letters = std::min(text.find_first_of("0123456789"), text.size());
    size_t unit = next_unit;
    while (unit < std::size(kUnits) && kUnits[unit].name != text.substr(0, letters)) ++unit;
    if (unit == std::size(kUnits)) return std::nullopt;
    text.remove_prefix(letters);
    next_unit = unit + 1;
    int64_t part = 0;
    if (__builtin_mul_overflow(count, kUnits[unit].nanoseconds, &part) ||
        __builtin_add_overflow(total, part, &total)) {
      return std::nullopt;
    }
  }
  return total;
}

typed::Effect CheckEffect(Context& context, const Env& env, const ast::Effect& effect) {
  typed::Effect made{.verdict = effect.verdict, .span = effect.span};
  for (ast::ExprId to : effect.to) made.to.push_back(CheckRecipient(context, env, to));
  if (effect.quorum && effect.quorum->param) {
    made.quorum_param = ParamOf(context, env.file, *effect.quorum, TypeKind::Int).value_or(kNone);
  } else if (effect.quorum) {
    const std::string& text = effect.quorum->text;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), made.quorum);
    if (code != std::errc() || end != text.data() + text.size() || made.quorum == 0) {
      context.Emit(
          DiagnosticKind::BadNumber, effect.quorum->span,
          fmt::format("a quorum is a count of people, 1 or more, not `{}`", EscapeText(text)));
    }
  }
  if (effect.within && effect.within->param) {
    made.within_param =
        ParamOf(context, env.file, *effect.within, TypeKind::Duration).value_or(kNone);
  } else if (effect.within) {
    const std::optional<int64_t> within = ParseClauseDuration(effect.within->text);
    if (!within || *within <= 0) {
      context.Emit(DiagnosticKind::BadDuration, effect.within->span,
                   fmt::format("`{}` is no duration over 0 of falling units",
                               EscapeText(effect.within->text)),
                   "write it as in `1h30m`; units are d h m s ms");
    }
    made.within = within.value_or(0);
  }
  return made;
}

NodeId CheckTimestamp(Context& context, uint32_t file, const ast::Literal& literal) {
  const TypeId type = context.bundle.types.Scalar(TypeKind::Timestamp);
  if (literal.param) {
    const auto param = ParamOf(context, file, literal, TypeKind::Timestamp);
    if (!param) return kNoNode;
    return MakeNode(context,
                    {.kind = NodeKind::Param, .index = *param, .type = type, .span = literal.span});
  }
  const std::optional<Value> value = ParseTimestamp(literal.text);
  if (value) return MakeConstant(context, *value, type, literal.span);
  context.Emit(DiagnosticKind::BadTimestamp, literal.span,
               fmt::format("`{}` is no RFC 3339 timestamp", EscapeText(literal.text)));
  return kNoNode;
}

}  // namespace remit::checking
