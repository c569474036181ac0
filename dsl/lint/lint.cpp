#include "dsl/lint/lint.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "dsl/lint/lenient.h"
#include "dsl/lint/meet.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

struct Linter {
  const typed::Bundle& bundle;
  Diagnostics& diagnostics;
};

// Calls `visit` for every node below `root`, each once.
template <typename Visit>
void Walk(const typed::Bundle& bundle, NodeId root, std::set<NodeId>& seen, const Visit& visit) {
  if (root == kNoNode || !seen.insert(root).second) return;
  visit(bundle.node(root));
  for (NodeId arg : bundle.node(root).args) Walk(bundle, arg, seen, visit);
}

void LintArithmetic(Linter& linter) {
  const typed::Bundle& bundle = linter.bundle;
  for (const Node& node : bundle.nodes) {
    const bool arithmetic = node.kind == NodeKind::Binary && node.op >= ast::Op::Multiply &&
                            node.op <= ast::Op::Subtract;
    if (!arithmetic) continue;
    const Node &a = bundle.node(node.args[0]), &b = bundle.node(node.args[1]);
    auto is_double = [&](const Node& side) {
      return bundle.types.kind(side.type) == TypeKind::Double;
    };
    const bool mixed = (is_double(a) && b.type == kDyn) || (is_double(b) && a.type == kDyn);
    if (!mixed) continue;
    linter.diagnostics.Emit(DiagnosticKind::DoubleArithmetic, node.span,
                            fmt::format("`{}` of an undeclared value and a double errs when the "
                                        "value is an int",
                                        ast::OpText(node.op)),
                            "write `double(x)`, or declare the fact");
  }
}

void LintEffect(Linter& linter, const typed::Effect& effect) {
  std::set<std::string_view> people;
  for (NodeId id : effect.to) {
    const Node& to = linter.bundle.node(id);
    if (to.kind != NodeKind::Constant || to.value.kind != ValueKind::String) return;
    if (to.value.string().find(':') == std::string_view::npos) return;  // a role has members
    people.insert(to.value.string());
  }
  const uint32_t quorum =
      effect.quorum_param == kNone
          ? effect.quorum
          : static_cast<uint32_t>(linter.bundle.params[effect.quorum_param].value.integer);
  if (people.empty() || quorum <= people.size()) return;
  linter.diagnostics.Emit(
      DiagnosticKind::QuorumOfOne, effect.span,
      people.size() == 1
          ? fmt::format("a quorum of {} of the single person `{}` is never met", quorum,
                        EscapeText(*people.begin()))
          : fmt::format("a quorum of {} of {} named people is never met", quorum, people.size()));
}

// A list whose size a condition asks for is known not to be empty, or to be.
bool AsksSize(const typed::Bundle& bundle, NodeId root, NodeId list) {
  std::set<NodeId> seen;
  bool asks = false;
  Walk(bundle, root, seen, [&](const Node& node) {
    const bool size = node.kind == NodeKind::Call && node.function == FunctionId::Size;
    if (size && SameExpression(bundle, node.args[0], list)) asks = true;
  });
  return asks;
}

void LintGrant(Linter& linter, const typed::Grant& grant) {
  std::set<NodeId> seen;
  Walk(linter.bundle, grant.applies, seen, [&](const Node& node) {
    if (node.kind != NodeKind::All || AsksSize(linter.bundle, grant.applies, node.args[0])) return;
    const Node& range = linter.bundle.node(node.args[0]);
    if (range.kind == NodeKind::List && !range.args.empty()) return;
    linter.diagnostics.Emit(DiagnosticKind::AllOfEmpty, node.span,
                            "a grant on `.all` also holds when the list is empty",
                            "ask for `.size() > 0` too");
  });
}

bool MentionsActionName(const typed::Bundle& bundle, NodeId root) {
  std::set<NodeId> seen;
  bool mentions = false;
  Walk(bundle, root, seen, [&](const Node& node) {
    const bool name = node.kind == NodeKind::Select && node.name == "name" &&
                      bundle.node(node.args[0]).kind == NodeKind::Root &&
                      bundle.node(node.args[0]).root == SlotRoot::Action;
    mentions = mentions || name;
  });
  return mentions;
}

void LintRollback(Linter& linter, const typed::Rule& rule) {
  const typed::Policy& policy = linter.bundle.policies[rule.policy];
  bool escalates = rule.kind == RuleKind::Trigger && rule.effect.verdict == Verdict::Escalate;
  for (const typed::Band& band : rule.bands) {
    escalates = escalates || band.effect.verdict == Verdict::Escalate;
  }
  const bool covers =
      policy.patterns.empty() ||
      std::any_of(policy.patterns.begin(), policy.patterns.end(),
                  [](const std::string& p) { return PatternsMeet(p, "*.rollback"); });
  const bool unguarded =
      rule.patterns.empty() && covers &&
      (rule.applies == kNoNode || !MentionsActionName(linter.bundle, rule.applies));
  if (!escalates || !unguarded) return;
  linter.diagnostics.Emit(
      DiagnosticKind::StopsRollback, rule.span,
      fmt::format("`{}` also stops `deploy.rollback` and every other way back", rule.name),
      "say `on` which actions, or leave rollbacks out in `when`");
}

void LintPatterns(Linter& linter, const typed::Rule& rule) {
  const typed::Policy& policy = linter.bundle.policies[rule.policy];
  auto check = [&](const std::vector<std::string>& patterns, Span span) {
    for (const std::string& pattern : patterns) {
      const bool meets =
          policy.patterns.empty() ||
          std::any_of(policy.patterns.begin(), policy.patterns.end(),
                      [&](const std::string& covered) { return PatternsMeet(covered, pattern); });
      if (meets) continue;
      linter.diagnostics.Emit(DiagnosticKind::PatternNeverMeets, span,
                              fmt::format("policy `{}` is never about `{}`", policy.name, pattern));
    }
  };
  check(rule.patterns, rule.span);
  for (const typed::Grant& grant : rule.grants) check(grant.patterns, grant.span);
}

void LintPatternSets(Linter& linter) {
  const typed::Bundle& bundle = linter.bundle;
  for (size_t i = 0; i < bundle.pattern_sets.size(); ++i) {
    const std::vector<StringId>& allow = bundle.pattern_sets[i].allow;
    for (size_t k = 0; k < allow.size(); ++k) {
      const std::string& regex = bundle.strings[allow[k]];
      if (regex.starts_with("^") && regex.ends_with("$") && !regex.ends_with("\\$")) continue;
      linter.diagnostics.Emit(
          DiagnosticKind::UnanchoredAllow, bundle.pattern_spans[i].allow[k],
          fmt::format("`allow /{}/` drops every hit that merely contains a match",
                      EscapeText(regex, 80)),
          "anchor it with `^` and `$`");
    }
  }
}

}  // namespace

void Lint(const typed::Bundle& bundle, Diagnostics& diagnostics) {
  Diagnostics found;
  Linter linter{bundle, found};
  LintArithmetic(linter);
  LintPatternSets(linter);
  for (const typed::Rule& rule : bundle.rules) {
    LintEffect(linter, rule.effect);
    LintRollback(linter, rule);
    LintPatterns(linter, rule);
    LintLenientDefaults(bundle, rule, found);
    for (const typed::Grant& grant : rule.grants) {
      LintGrant(linter, grant);
      LintEffect(linter, grant.effect);
    }
    for (const typed::Band& band : rule.bands) LintEffect(linter, band.effect);
  }
  // Every grant holds its authority's `for`: what is said of one place is said once.
  std::set<std::tuple<DiagnosticKind, uint32_t, uint32_t, std::string>> told;
  for (const Diagnostic& lint : found.all()) {
    if (!told.emplace(lint.kind, lint.span.file, lint.span.begin, lint.message).second) continue;
    diagnostics.Emit(lint.kind, lint.span, lint.message, lint.help);
  }
}

}  // namespace remit
