#include "dsl/compile/optimise.h"

namespace remit::lowering {

Optimised Optimise(typed::Bundle& bundle, const SourceSet& sources) {
  return ShareSubexpressions(bundle, FoldConstants(bundle, sources));
}

}  // namespace remit::lowering
