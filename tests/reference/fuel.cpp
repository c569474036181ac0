#include "tests/reference/fuel.h"

namespace remit::reference {

uint64_t NodeCount(const typed::Bundle& bundle, typed::NodeId root) {
  uint64_t count = 1;
  for (typed::NodeId arg : bundle.node(root).args) count += NodeCount(bundle, arg);
  return count;
}

void ChargeTurn(Evaluation& evaluation, const typed::Node& comprehension) {
  evaluation.spent += 1;
  for (size_t i = 1; i < comprehension.args.size(); ++i) {
    evaluation.spent += NodeCount(evaluation.bundle, comprehension.args[i]);
  }
}

void ChargeOperator(Evaluation&, ast::Op, const Value&, const Value&) {}
void ChargeCall(Evaluation&, FunctionId, const std::vector<Value>&) {}
void ChargeScan(Evaluation&, const Value&) {}

}  // namespace remit::reference
