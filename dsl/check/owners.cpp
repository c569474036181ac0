// Who is asked where a rule names nobody: a policy that may need an owner and has none is refused
// (language sections 5 and 13).
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/context.h"

namespace remit::checking {
namespace {

// Whether evaluating the node could be an error. `now`, constants, params, and logic and equality
// of these cannot.
bool MayErr(const typed::Bundle& bundle, NodeId id) {
  if (id == kNoNode) return false;
  const Node& node = bundle.node(id);
  auto args_may = [&] {
    return std::any_of(node.args.begin(), node.args.end(),
                       [&](NodeId arg) { return MayErr(bundle, arg); });
  };
  switch (node.kind) {
    case NodeKind::Constant:
    case NodeKind::Param:
      return false;
    case NodeKind::Root:
      return node.root == SlotRoot::Subject || node.root == SlotRoot::Resource;
    case NodeKind::Has:
      return bundle.node(node.args[0]).kind != NodeKind::Root || args_may();
    case NodeKind::Unary:
      return node.op != ast::Op::Not || args_may();
    case NodeKind::Binary: {
      static constexpr ast::Op kTotal[] = {ast::Op::And, ast::Op::Or, ast::Op::Equal,
                                           ast::Op::NotEqual};
      const bool total =
          std::find(std::begin(kTotal), std::end(kTotal), node.op) != std::end(kTotal);
      const bool times = bundle.types.kind(bundle.node(node.args[0]).type) == TypeKind::Timestamp &&
                         bundle.types.kind(bundle.node(node.args[1]).type) == TypeKind::Timestamp &&
                         node.op >= ast::Op::Less && node.op <= ast::Op::GreaterEqual;
      return !(total || times) || args_may();
    }
    default:
      return true;
  }
}

// Whether the effect's `to` always names somebody.
bool NamesSomebody(const typed::Bundle& bundle, const typed::Effect& effect) {
  return std::any_of(effect.to.begin(), effect.to.end(), [&](NodeId id) {
    const Node& node = bundle.node(id);
    return node.kind == NodeKind::Constant && node.value.kind == ValueKind::String &&
           node.value.size > 0;
  });
}

bool EffectMayErr(const typed::Bundle& bundle, const typed::Effect& effect) {
  return std::any_of(effect.to.begin(), effect.to.end(),
                     [&](NodeId id) { return MayErr(bundle, id); });
}

// Why the rule needs an owner, or nullptr.
const char* NeedsOwner(const typed::Bundle& bundle, const typed::Rule& rule) {
  const char* const errs = "may err and has no `escalate to` of its own";
  const char* const nobody = "names nobody to ask or tell";
  switch (rule.kind) {
    case RuleKind::Authority:
      for (const typed::Grant& grant : rule.grants) {
        if (MayErr(bundle, grant.applies) || EffectMayErr(bundle, grant.effect)) return errs;
        if (grant.permission != Permission::Alone && !NamesSomebody(bundle, grant.effect)) {
          return nobody;
        }
      }
      return nullptr;
    case RuleKind::Threshold: {
      bool may_err = MayErr(bundle, rule.applies) || MayErr(bundle, rule.measure), asks = false;
      for (const typed::Band& band : rule.bands) {
        may_err = may_err || MayErr(bundle, band.low) || MayErr(bundle, band.high) ||
                  EffectMayErr(bundle, band.effect);
        if (!NamesSomebody(bundle, band.effect)) return nobody;
        asks = asks || band.effect.verdict == Verdict::Escalate;
      }
      return may_err && !asks ? errs : nullptr;
    }
    case RuleKind::Prohibit:
    case RuleKind::Trigger: {
      if (!NamesSomebody(bundle, rule.effect)) return nobody;
      const bool may_err =
          MayErr(bundle, rule.applies) || rule.hits != kNone || EffectMayErr(bundle, rule.effect);
      return may_err && rule.effect.verdict != Verdict::Escalate ? errs : nullptr;
    }
  }
  return nullptr;
}

}  // namespace

void CheckOwners(Context& context, uint32_t file, uint32_t policy) {
  const typed::Policy& made = context.bundle.policies[policy];
  const ast::Header& header = *context.files[file].tree.header;
  // What did not check names nobody, which is no mistake of its own.
  if (!made.owners.empty() || context.diagnostics.has_errors()) return;
  auto need = [&](const std::string& why) {
    context.Emit(DiagnosticKind::NobodyToAsk, header.span,
                 fmt::format("policy `{}` needs an `owner`: {}", made.name, why),
                 "add `owner \"…\"` to the header");
  };
  bool grants = false;
  for (const typed::Rule& rule : context.bundle.rules) {
    if (rule.policy != policy) continue;
    grants = grants || rule.kind == RuleKind::Authority;
    if (const char* why = NeedsOwner(context.bundle, rule)) {
      return need(fmt::format("rule `{}` {}", rule.name, why));
    }
  }
  const bool judged = made.has_default || grants;
  if (judged && !(made.has_default && made.default_verdict == Verdict::Allow)) {
    need("its default asks or tells the owner");
  }
}

}  // namespace remit::checking
