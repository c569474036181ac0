// Reading one action's text, without deciding: its scan alone, into the slots of the program, and
// as a tree of values.
#include <benchmark/benchmark.h>

#include <string>
#include <vector>

#include "bench/cases.h"
#include "bench/deciding.h"
#include "engine/base/arena.h"
#include "engine/model/action.h"
#include "engine/model/json_scan.h"

namespace remit::bench {
namespace {

// The same text in turn, so that a branch predictor cannot learn one by heart.
class Turn {
 public:
  explicit Turn(const std::vector<std::string>& texts) : texts_(texts) {}
  std::string_view Next() {
    const std::string& text = texts_[next_];
    next_ = next_ + 1 == texts_.size() ? 0 : next_ + 1;
    return text;
  }

 private:
  const std::vector<std::string>& texts_;
  size_t next_ = 0;
};

void Scan(benchmark::State& state, const Case& one) {
  JsonScanner scanner;
  Turn turn(one.workload.actions);
  for (auto _ : state) benchmark::DoNotOptimize(scanner.Scan(turn.Next()));
}

void ReadSlots(benchmark::State& state, const Case& one) {
  Vm vm(one.engine.loaded());
  Turn turn(one.workload.actions);
  for (auto _ : state) {
    vm.Begin();
    if (!vm.SetSlots(turn.Next(), kNow)) state.SkipWithError("not read");
  }
}

void ReadTree(benchmark::State& state, const Case& one) {
  Arena arena;
  Turn turn(one.workload.actions);
  for (auto _ : state) {
    arena.Reset();
    benchmark::DoNotOptimize(ReadAction(arena, turn.Next()).has_value());
  }
}

}  // namespace

void RegisterReadAction(const std::vector<Case>& cases) {
  const auto add = [](const std::string& name, const Case& one, auto run) {
    benchmark::RegisterBenchmark((name + one.workload.name).c_str(),
                                 [&one, run](benchmark::State& state) { run(state, one); });
  };
  for (const Case& one : cases) {
    if (one.workload.name != "w2" && one.workload.name != "lists_100") continue;
    add("read/scan/", one, Scan);
    add("read/slots/", one, ReadSlots);
    add("read/tree/", one, ReadTree);
  }
}

}  // namespace remit::bench
