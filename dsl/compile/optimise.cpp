#include "dsl/compile/optimise.h"

namespace remit::lowering {

using typed::NodeKind;

bool IsComprehension(NodeKind kind) { return kind >= NodeKind::All && kind < NodeKind::Bind; }

uint32_t BoundLocals(const typed::Node& node) {
  if (node.kind == NodeKind::Bind) return static_cast<uint32_t>(node.args.size() - 1);
  if (!IsComprehension(node.kind)) return 0;
  return node.pair ? 2 : 1;
}

Optimised Optimise(const typed::Bundle& bundle, const SourceSet& sources) {
  Optimised made;
  made.bundle.types = bundle.types;
  made.bundle.fact_types = bundle.fact_types;
  made.bundle.pattern_sets = bundle.pattern_sets;
  made.bundle.pattern_spans = bundle.pattern_spans;
  made.bundle.strings = bundle.strings;
  made.bundle.params = bundle.params;
  made.bundle.lets = bundle.lets;
  made.bundle.policies = bundle.policies;
  made.bundle.rules = bundle.rules;
  FoldConstants(bundle, made.bundle, sources);
  ShareSubexpressions(made);
  return made;
}

}  // namespace remit::lowering
