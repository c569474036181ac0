// The same policies with less to do: what constants decide is computed now, what several rules ask
// is computed once a decision. Private to dsl/compile.
#pragma once

#include <vector>

#include "dsl/check/typed.h"
#include "dsl/source/source.h"

namespace remit::lowering {

struct Optimised {
  typed::Bundle bundle;
  std::vector<uint32_t> lets{};  // of each let of the bundle that it was made of, the new one
};

// A bundle that gives every rule of `bundle` (params sealed) the value, or the error, that it has:
// only places of errors differ, and fuel by what constants no longer cost. Tests are left out.
// Constants may lie in the arena of `bundle`, which has to outlive it.
Optimised Optimise(const typed::Bundle& bundle, const SourceSet& sources);

// --- fold.cpp
// Constants, params, and what is made of them alone, as constants, where that is no error and not
// large; operands that can decide nothing, and branches never taken, left out.
void FoldConstants(const typed::Bundle& from, typed::Bundle& to, const SourceSet& sources);

// --- share.cpp
// What stands in several places, or in a comprehension that does not change it, becomes a let
// (`shared`), unless lets came to read lets deeper than a program may.
void ShareSubexpressions(Optimised& made);

// Every node that lowering of a rule begins at, in one order for all passes.
template <typename Visit>  // Visit(NodeId&)
void VisitEffect(typed::Effect& effect, const Visit& visit) {
  for (typed::NodeId& to : effect.to) visit(to);
}

template <typename Visit>
void VisitTemplate(typed::Template& text, const Visit& visit) {
  for (typed::NodeId& node : text.nodes) visit(node);
}

template <typename Visit>
void VisitRule(typed::Rule& rule, const Visit& visit) {
  if (rule.applies != typed::kNoNode) visit(rule.applies);
  VisitTemplate(rule.reason, visit);
  for (typed::Grant& grant : rule.grants) {
    if (grant.applies != typed::kNoNode) visit(grant.applies);
    VisitEffect(grant.effect, visit);
  }
  if (rule.measure != typed::kNoNode) visit(rule.measure);
  for (typed::Band& band : rule.bands) {
    if (band.low != typed::kNoNode) visit(band.low);
    if (band.high != typed::kNoNode) visit(band.high);
    VisitEffect(band.effect, visit);
  }
  VisitEffect(rule.effect, visit);
}

}  // namespace remit::lowering
