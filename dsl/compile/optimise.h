// The same policies with less to do: what constants decide is computed now, what several rules ask
// is computed once a decision. Private to dsl/compile.
#pragma once

#include <vector>

#include "dsl/check/typed.h"
#include "dsl/source/source.h"

namespace remit::lowering {

// What is left of a bundle's expressions. A node that stays as it is serves both.
struct Optimised {
  std::vector<typed::NodeId> nodes;  // of each node that VisitRule and VisitLet go to, its new one
  // The bundle's, their expressions as they were written (`nodes` has what is left of them), and
  // among them `shared` ones, whose value is what is left already.
  std::vector<typed::Let> lets;
  std::vector<uint32_t> moved;  // of each let of the bundle, the new one
};

// Gives every rule of `bundle` (params sealed) the value, or the error, that it has: only places of
// errors differ, and fuel by what constants no longer cost. Tests are left out. New nodes are
// appended to the bundle's; whoever needs no more of them takes them away.
Optimised Optimise(typed::Bundle& bundle, const SourceSet& sources);

// --- fold.cpp
// Constants, params, and what is made of them alone, as constants, where that is no error and not
// large; operands that can decide nothing, and branches never taken, left out. As
// `Optimised::nodes`.
std::vector<typed::NodeId> FoldConstants(typed::Bundle& bundle, const SourceSet& sources);

// --- share.cpp
// What stands in several places, or in a comprehension that does not change it, becomes a let
// (`shared`), unless lets came to read lets deeper than a program may.
Optimised ShareSubexpressions(typed::Bundle& bundle, const std::vector<typed::NodeId>& folded);

// Every node that lowering of a rule, or of a let, begins at, in one order for all passes.
template <typename Visit>  // Visit(NodeId)
void VisitEffect(const typed::Effect& effect, const Visit& visit) {
  for (const typed::NodeId to : effect.to) visit(to);
}

template <typename Visit>
void VisitTemplate(const typed::Template& text, const Visit& visit) {
  for (const typed::NodeId node : text.nodes) visit(node);
}

template <typename Visit>
void VisitLet(const typed::Let& let, const Visit& visit) {
  visit(let.value);
  for (const typed::Contribution& contribution : let.contributions) {
    VisitTemplate(contribution.because, visit);
  }
}

template <typename Visit>
void VisitRule(const typed::Rule& rule, const Visit& visit) {
  if (rule.applies != typed::kNoNode) visit(rule.applies);
  VisitTemplate(rule.reason, visit);
  for (const typed::Grant& grant : rule.grants) {
    if (grant.applies != typed::kNoNode) visit(grant.applies);
    VisitEffect(grant.effect, visit);
  }
  if (rule.measure != typed::kNoNode) visit(rule.measure);
  for (const typed::Band& band : rule.bands) {
    if (band.low != typed::kNoNode) visit(band.low);
    if (band.high != typed::kNoNode) visit(band.high);
    VisitEffect(band.effect, visit);
  }
  VisitEffect(rule.effect, visit);
}

}  // namespace remit::lowering
