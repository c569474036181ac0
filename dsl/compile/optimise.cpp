#include "dsl/compile/optimise.h"

namespace remit::lowering {

using typed::NodeKind;

bool IsComprehension(NodeKind kind) { return kind >= NodeKind::All && kind < NodeKind::Bind; }

uint32_t BoundLocals(const typed::Node& node) {
  if (node.kind == NodeKind::Bind) return static_cast<uint32_t>(node.args.size() - 1);
  if (!IsComprehension(node.kind)) return 0;
  return node.pair ? 2 : 1;
}

typed::Bundle Optimise(const typed::Bundle& bundle, const SourceSet& sources) {
  typed::Bundle made;
  made.types = bundle.types;
  made.fact_types = bundle.fact_types;
  made.pattern_sets = bundle.pattern_sets;
  made.pattern_spans = bundle.pattern_spans;
  made.strings = bundle.strings;
  made.params = bundle.params;
  made.lets = bundle.lets;
  made.policies = bundle.policies;
  made.rules = bundle.rules;
  FoldConstants(bundle, made, sources);
  ShareSubexpressions(made);
  return made;
}

}  // namespace remit::lowering
