// Policy text in, a decision out, with nothing but the installed library.
#include <iostream>
#include <string>

#include "dsl/compile/compile.h"
#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"
#include "engine/model/time_text.h"

namespace {

constexpr const char* kPolicy = R"(policy shop owner "manager" default allow

threshold refund_limit on "refund" {
  measure context.amount
  notify above 50 to "team"
  escalate above 500 to "finance" within 4h
  reason "a refund of {context.amount}"
}
)";

constexpr const char* kActions[] = {
    R"({"action": {"name": "refund"}, "context": {"amount": 20}})",
    R"({"action": {"name": "refund"}, "context": {"amount": 120}})",
    R"({"action": {"name": "refund"}, "context": {"amount": 900}})",
    R"({"action": {"name": "refund"}})",
    R"({"action": {"name": "Refund!"}})",
};

void Print(const remit::Decision& decision) {
  std::cout << remit::VerdictName(decision.verdict);
  for (const std::string_view recipient : decision.recipients) std::cout << " to " << recipient;
  for (const remit::Finding& finding : decision.findings) {
    if (finding.verdict != decision.verdict) continue;
    std::cout << ", " << finding.rule;
    if (finding.error != nullptr) std::cout << ": " << remit::EvalErrorName(finding.error->code);
  }
  std::cout << "\n";
}

}  // namespace

int main() {
  const remit::Compilation compilation = remit::CompileTexts({{"shop.remit", kPolicy}}, {});
  if (!compilation.program) {
    std::cout << remit::FormatDiagnostics(compilation.diagnostics, compilation.sources);
    return 1;
  }
  const auto engine = remit::LoadEngine(
      remit::MakeBundle(*compilation.program, {remit::SourceDigests(compilation), {}}));
  if (!engine) {
    std::cout << engine.error().message << "\n";
    return 1;
  }
  const remit::Value now = *remit::ParseTimestamp("2026-01-05T12:00:00Z");
  remit::Decider decider(*engine);
  for (const char* text : kActions) {
    if (const auto decision = decider.Decide(text, now)) {
      Print(**decision);
    } else {
      std::cout << "input error\n";
    }
  }
  return 0;
}
