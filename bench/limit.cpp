// The limit that ratios are taken against: W1 and W2 written by hand for speed, as the measured
// data bring them (limit.h, used unchanged). It finds the verdict only and its reader is not
// strict; Remit makes the whole decision from strictly read input.
#include "limit.h"

#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <vector>

#include "bench/cases.h"

namespace remit::bench {
namespace {

using DecideByHand = int (*)(const limit::Action&);

// The documents padded as simdjson wants them, and read once for the figures without reading; the
// strings of `actions` point into `parsers`.
struct Inputs {
  std::vector<simdjson::padded_string> documents;
  std::vector<std::unique_ptr<simdjson::ondemand::parser>> parsers;
  std::vector<limit::Action> actions;
};

std::shared_ptr<const Inputs> ReadInputs(const Workload& workload) {
  auto inputs = std::make_shared<Inputs>();
  for (const std::string& text : workload.actions) inputs->documents.emplace_back(text);
  for (const simdjson::padded_string& document : inputs->documents) {
    limit::Action action;
    inputs->parsers.push_back(std::make_unique<simdjson::ondemand::parser>());
    if (limit::Read(*inputs->parsers.back(), document, action)) inputs->actions.push_back(action);
  }
  return inputs;
}

Verdict ToVerdict(bool roles, int answer) {
  if (roles) return answer == 1 ? Verdict::Allow : Verdict::Escalate;
  return static_cast<Verdict>(answer);
}

void Decide(benchmark::State& state, const Inputs& inputs, DecideByHand decide) {
  size_t next = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(decide(inputs.actions[next]));
    next = next + 1 == inputs.actions.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

void ReadAndDecide(benchmark::State& state, const Inputs& inputs, DecideByHand decide) {
  simdjson::ondemand::parser parser;
  size_t next = 0;
  for (auto _ : state) {
    limit::Action action;
    limit::Read(parser, inputs.documents[next], action);
    benchmark::DoNotOptimize(decide(action));
    next = next + 1 == inputs.documents.size() ? 0 : next + 1;
  }
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

void RegisterLimit(const std::vector<Case>& cases, Wrong& wrong) {
  for (const Case& one : cases) {
    const bool roles = one.workload.name == "w1";
    if (!roles && one.workload.name != "w2") continue;
    const DecideByHand decide = roles ? limit::DecideW1 : limit::DecideW2;
    const auto inputs = ReadInputs(one.workload);
    std::vector<Verdict> verdicts;
    for (const limit::Action& action : inputs->actions) {
      verdicts.push_back(ToVerdict(roles, decide(action)));
    }
    wrong.Compare(one.workload, "by hand", verdicts);
    benchmark::RegisterBenchmark(
        ("limit/slots/" + one.workload.name).c_str(),
        [inputs, decide](benchmark::State& state) { Decide(state, *inputs, decide); });
    benchmark::RegisterBenchmark(
        ("limit/json/" + one.workload.name).c_str(),
        [inputs, decide](benchmark::State& state) { ReadAndDecide(state, *inputs, decide); });
  }
}

}  // namespace remit::bench
