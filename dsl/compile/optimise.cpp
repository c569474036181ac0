#include "dsl/compile/optimise.h"

namespace remit::lowering {

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
