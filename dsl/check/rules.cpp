// The four kinds of rule.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/clauses.h"
#include "dsl/check/context.h"
#include "dsl/check/ranges.h"

namespace remit::checking {
namespace {

std::vector<std::string> Texts(const std::vector<ast::Word>& words) {
  std::vector<std::string> texts;
  for (const ast::Word& word : words) texts.push_back(word.text);
  return texts;
}

// What a rule's own conditions establish for its other clauses, and the nodes to conjoin.
std::vector<NodeId> CheckConditions(Context& context, Env& env, const ast::Rule& rule) {
  std::vector<NodeId> conditions;
  auto add = [&](ast::ExprId id, bool wanted) {
    if (id == ast::kNoExpr) return;
    const NodeId node = CheckCondition(context, env, id);
    AddPresent(context, node, wanted, env.present);
    conditions.push_back(wanted ? node : MakeNot(context, node));
  };
  add(rule.for_whom, true);
  add(rule.when, true);
  add(rule.unless, false);
  return conditions;
}

void CheckAuthority(Context& context, Env env, const ast::Rule& rule,
                    std::vector<NodeId> conditions, typed::Rule& made) {
  const Span span = rule.name.span;
  auto bound = [&](const std::optional<ast::Literal>& literal, ast::Op op) {
    if (!literal) return kNoNode;
    const NodeId limit = CheckTimestamp(context, env.file, *literal);
    if (limit == kNoNode) return kNoNode;
    const NodeId now = MakeNode(context, {.kind = NodeKind::Root,
                                          .root = SlotRoot::Now,
                                          .type = context.bundle.node(limit).type,
                                          .span = literal->span});
    conditions.push_back(MakeBinary(context, op, {now, limit}, literal->span));
    return limit;
  };
  const NodeId from = bound(rule.valid_from, ast::Op::GreaterEqual);
  const NodeId until = bound(rule.valid_until, ast::Op::Less);
  if (from != kNoNode && until != kNoNode) {
    const Node &a = context.bundle.node(from), &b = context.bundle.node(until);
    const bool constant = a.kind == NodeKind::Constant && b.kind == NodeKind::Constant;
    const auto instant = [](const Value& t) { return std::pair(t.integer, t.size); };
    if (constant && instant(b.value) <= instant(a.value)) {
      context.Emit(DiagnosticKind::EmptyRange, rule.valid_until->span,
                   "the end of validity is not after its beginning");
    }
  }
  for (const ast::Grant& grant : rule.grants) {
    Env inner = env;
    std::vector<NodeId> all = conditions;
    if (grant.when != ast::kNoExpr) {
      all.push_back(CheckCondition(context, inner, grant.when));
      AddPresent(context, all.back(), true, inner.present);
    }
    made.grants.push_back({.patterns = Texts(grant.patterns),
                           .applies = MakeBinary(context, ast::Op::And, all, span),
                           .permission = grant.permission,
                           .effect = CheckEffect(context, inner, grant.effect),
                           .span = grant.span});
  }
}

void CheckThreshold(Context& context, const Env& env, const ast::Rule& rule, typed::Rule& made) {
  auto number = [&](ast::ExprId id, const char* what) {
    if (id == ast::kNoExpr) return kNoNode;
    const NodeId node = CheckRoot(context, env, id);
    const TypeTable& types = context.bundle.types;
    const TypeKind kind = types.kind(context.bundle.node(node).type);
    if (kind != TypeKind::Int && kind != TypeKind::Double && kind != TypeKind::Dyn) {
      context.Emit(DiagnosticKind::WrongType, context.bundle.node(node).span,
                   fmt::format("{} must be an int or double, not `{}`", what,
                               types.Name(context.bundle.node(node).type)));
    }
    return node;
  };
  made.measure = number(rule.measure, "a measure");
  for (const ast::Band& band : rule.bands) {
    made.bands.push_back({.bound = band.bound,
                          .low = number(band.low, "a bound"),
                          .high = number(band.high, "a bound"),
                          .effect = CheckEffect(context, env, band.effect),
                          .span = band.span});
    CheckBandRanges(context, made.measure, made.bands.back());
  }
}

// The hits of all `match` clauses, as one let: rules read it, reasons name its first.
uint32_t CheckMatches(Context& context, const Env& env, const ast::Rule& rule,
                      const std::string& name) {
  uint32_t locals = 0;
  Env inner = env;
  inner.next_local = &locals;
  NodeId hits = kNoNode;
  TypeTable& types = context.bundle.types;
  const TypeId list = types.List(FindDecl(context, 0, "Match")->type);
  for (const ast::Match& match : rule.matches) {
    Decl* set = FindDotted(context, env.file, match.set, DeclKind::Patterns);
    const NodeId text = CheckExpr(context, inner, match.text);
    if (set == nullptr) continue;
    CheckPatterns(context, *set);
    const TypeKind kind = types.kind(context.bundle.node(text).type);
    if (kind != TypeKind::Dyn && kind != TypeKind::String && kind != TypeKind::List) {
      context.Emit(DiagnosticKind::WrongType, context.bundle.node(text).span,
                   fmt::format("a pattern set searches a string or a list of {{path, line, text}}, "
                               "not `{}`",
                               types.Name(context.bundle.node(text).type)));
    }
    const NodeId scan = MakeNode(context, {.kind = NodeKind::Scan,
                                           .index = set->index,
                                           .type = list,
                                           .args = {text},
                                           .span = match.set.span});
    hits = hits == kNoNode ? scan
                           : MakeNode(context, {.kind = NodeKind::Binary,
                                                .op = ast::Op::Add,
                                                .type = list,
                                                .args = {hits, scan},
                                                .span = match.set.span});
  }
  if (hits == kNoNode) return kNone;
  context.bundle.lets.push_back(
      {.name = name + ".match", .shown = "", .value = hits, .span = rule.name.span});
  return static_cast<uint32_t>(context.bundle.lets.size() - 1);
}

void CheckRule(Context& context, uint32_t file, uint32_t policy, const ast::Item& item) {
  const auto& rule = std::get<ast::Rule>(item.node);
  typed::Rule made{.policy = policy,
                   .name = rule.name.text,
                   .kind = rule.kind,
                   .patterns = Texts(rule.patterns),
                   .shadow = rule.shadow,
                   .severity = rule.severity,
                   .refs = Texts(rule.refs),
                   .documentation = item.documentation,
                   .span = rule.name.span};
  Env env{.file = file};
  std::vector<NodeId> conditions = CheckConditions(context, env, rule);
  if (rule.kind == RuleKind::Authority) {
    CheckAuthority(context, env, rule, std::move(conditions), made);
  } else if (!conditions.empty()) {
    made.applies = MakeBinary(context, ast::Op::And, conditions, rule.name.span);
  }
  if (rule.kind == RuleKind::Threshold) CheckThreshold(context, env, rule, made);
  if (rule.kind == RuleKind::Prohibit) {
    made.effect.verdict = Verdict::Escalate;
    if (rule.waive) made.effect = CheckEffect(context, env, *rule.waive);
    if (!rule.matches.empty()) {
      made.hits =
          CheckMatches(context, env, rule, context.bundle.policies[policy].name + "." + made.name);
      env.match_let = made.hits;
    }
  }
  if (rule.effect) made.effect = CheckEffect(context, env, *rule.effect);
  if (rule.reason) {
    made.has_reason = true;
    made.reason = CheckTemplate(context, env, *rule.reason);
  }
  context.bundle.rules.push_back(std::move(made));
}

}  // namespace

// By name, so that the order of declarations does not show.
void CheckRules(Context& context, uint32_t file, uint32_t policy) {
  std::map<std::string, const ast::Item*> rules;
  for (const ast::Item& item : context.files[file].tree.items) {
    const auto* rule = std::get_if<ast::Rule>(&item.node);
    if (rule == nullptr) continue;
    if (rule->name.text == "default") {
      context.Emit(DiagnosticKind::ReservedName, rule->name.span,
                   "`default` names the policy's own default");
    } else if (!rules.emplace(rule->name.text, &item).second) {
      context.Emit(DiagnosticKind::DuplicateName, rule->name.span,
                   fmt::format("two rules named `{}`", rule->name.text));
    }
  }
  for (const auto& [name, item] : rules) CheckRule(context, file, policy, *item);
}

}  // namespace remit::checking
