// One loaded program under one thread and under two: a thread writes to what its decider owns and
// to nothing else, so that two decide twice as much.
#include <benchmark/benchmark.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "bench/cases.h"
#include "bench/deciding.h"
#include "engine/decide/live_engine.h"

namespace remit::bench {

void RegisterThreads(const std::vector<Case>& cases) {
  for (const Case& one : cases) {
    if (one.workload.name != "w2" && one.workload.name != "w3_10000") continue;
    const auto natives = ReadNative(one.engine, one.workload.actions);
    Result<Engine> engine = Engine::Load(one.engine.bytes());
    if (!engine) continue;  // it was loaded before
    const auto live = std::make_shared<LiveEngine>(*std::move(engine));
    const auto decide = [live, natives](benchmark::State& state) {
      LiveDecider decider(*live);
      size_t next = static_cast<size_t>(state.thread_index()) * 500;
      for (auto _ : state) {
        benchmark::DoNotOptimize(Touch(DecideNative(decider.Newest(), natives->actions[next])));
        next = next + 1 == natives->actions.size() ? 0 : next + 1;
      }
      state.SetItemsProcessed(state.iterations());
    };
    benchmark::RegisterBenchmark(("threads/" + one.workload.name).c_str(), decide)
        ->Threads(1)
        ->Threads(2)
        ->UseRealTime();
  }
}

}  // namespace remit::bench
