#include "dsl/check/typed.h"

namespace remit::typed {

bool IsComprehension(NodeKind kind) {
  return kind >= NodeKind::All && kind <= NodeKind::ToEntriesFilter;
}

uint32_t BoundLocals(const Node& node) {
  if (node.kind == NodeKind::Bind) return static_cast<uint32_t>(node.args.size() - 1);
  if (!IsComprehension(node.kind)) return 0;
  return node.pair ? 2 : 1;
}

}  // namespace remit::typed
