// An agent's loop that asks before each tool call: compile once, load once, decide for each call.
//
//     remit_embedding FOLDER    FOLDER holds agent.remit
#include <cstdint>
#include <cstdio>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/compile/compile.h"
#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"

namespace {

// What the agent's model asks for, as its runtime sees it.
struct ToolCall {
  std::string tool;      // the action's name
  std::string resource;  // what it is done to
  double cost_usd;       // spent so far
};

const std::vector<ToolCall> kCalls = {
    {"file.read", "work/notes.md", 0.02},     {"file.write", "work/notes.md", 0.40},
    {"file.write", "/etc/crontab", 0.45},     {"net.fetch", "docs.example.org", 2.75},
    {"net.fetch", "paste.example.net", 2.80}, {"file.read", "work/report.md", 5.50},
};

// The places that the policy reads, looked up once: native values go straight there, no JSON.
struct Slots {
  explicit Slots(const remit::Engine& engine)
      : subject(engine.FindSlot("subject.type")),
        resource(engine.FindSlot("resource.id")),
        cost(engine.FindSlot("context.cost_usd")) {}
  std::optional<uint32_t> subject, resource, cost;
};

void Set(remit::Decider& decider, std::optional<uint32_t> slot, const remit::Value& value) {
  if (slot) decider.SetSlot(*slot, value);  // a slot that no rule reads is not there
}

const remit::Decision& Ask(remit::Decider& decider, const Slots& slots, const ToolCall& call) {
  decider.Begin();
  Set(decider, slots.subject, remit::MakeString("agent"));
  Set(decider, slots.resource, remit::MakeString(call.resource));
  Set(decider, slots.cost, remit::MakeDouble(call.cost_usd));
  return decider.Decide(call.tool);
}

std::string Names(std::span<const std::string_view> names) {
  std::string out;
  for (std::string_view name : names) out += (out.empty() ? "" : ", ") + std::string(name);
  return out;
}

// Goes ahead, tells, or stops: what a runtime does with each verdict.
void Obey(const ToolCall& call, const remit::Decision& decision) {
  const std::string names = Names(decision.recipients);
  switch (decision.verdict) {
    case remit::Verdict::Allow:
      std::printf("%-10s %-18s done\n", call.tool.c_str(), call.resource.c_str());
      return;
    case remit::Verdict::Notify:
      std::printf("%-10s %-18s done, %s told\n", call.tool.c_str(), call.resource.c_str(),
                  names.c_str());
      return;
    case remit::Verdict::Escalate:
      std::printf("%-10s %-18s waits for %s\n", call.tool.c_str(), call.resource.c_str(),
                  names.c_str());
      break;
  }
  for (const remit::Finding& finding : decision.findings) {
    if (finding.verdict != remit::Verdict::Escalate) continue;
    std::printf("%31s%.*s: %.*s\n", "", static_cast<int>(finding.rule.size()), finding.rule.data(),
                static_cast<int>(finding.reason.size()), finding.reason.data());
  }
}

}  // namespace

int main(int argc, char** argv) {
  remit::CompileOptions options;
  options.root = argc > 1 ? argv[1] : ".";
  remit::Compilation compilation = remit::CompilePolicies({options.root + "/agent.remit"}, options);
  if (!compilation.program) {
    const std::string text = remit::FormatDiagnostics(compilation.diagnostics, compilation.sources);
    std::fputs(text.c_str(), stderr);
    return 2;
  }
  remit::Result<remit::Engine> engine = remit::LoadEngine(
      remit::MakeBundle(*compilation.program, {remit::SourceDigests(compilation), {}}));
  if (!engine) {
    std::fprintf(stderr, "%s\n", engine.error().message.c_str());
    return 3;
  }
  const Slots slots(*engine);
  remit::Decider decider(*engine);
  for (const ToolCall& call : kCalls) Obey(call, Ask(decider, slots, call));
  return 0;
}
