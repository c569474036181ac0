// decide_times FILE.remitb ACTIONS.jsonl [--json]: any compiled policies on any actions, from
// outside.
//
// Every action is decided from its JSON text and, for the deciding alone, from slots that were read
// before. A pass over all actions is a block; blocks of the two ways take turns. Prints nanoseconds
// a decision, the verdicts, what loading takes, and what a decision takes from the heap once warm.
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/deciding.h"
#include "bench/heap_count.h"

namespace remit::bench {
namespace {

using Clock = std::chrono::steady_clock;
constexpr size_t kBlocks = 25;
constexpr size_t kLoads = 7;

double Since(Clock::time_point start) {
  return std::chrono::duration<double, std::nano>(Clock::now() - start).count();
}

// `part` of 0 … 1; the values are sorted.
double Quantile(std::vector<double>& values, double part) {
  std::ranges::sort(values);
  return values[static_cast<size_t>(part * static_cast<double>(values.size() - 1))];
}

// What the clock itself takes: the median of many.
double ClockCost() {
  std::vector<double> costs(10'001);
  for (double& cost : costs) cost = Since(Clock::now());
  return Quantile(costs, 0.5);
}

// One way of deciding: the decision on action number i.
using Decide = std::function<const Decision&(size_t)>;

struct Times {
  std::vector<double> blocks;   // nanoseconds a decision, by block
  std::vector<double> singles;  // each decision by itself, the clock's cost taken off
  double allocations = 0;       // a decision, once warm
};

uint64_t RunBlock(const Decide& decide, size_t count) {
  uint64_t sum = 0;
  for (size_t i = 0; i < count; ++i) sum += Touch(decide(i));
  return sum;
}

void TimeBlock(Times& times, const Decide& decide, size_t count) {
  const Clock::time_point start = Clock::now();
  volatile uint64_t kept = RunBlock(decide, count);
  times.blocks.push_back(Since(start) / static_cast<double>(count));
  static_cast<void>(kept);
}

void TimeSingles(Times& times, const Decide& decide, size_t count, double clock) {
  for (size_t i = 0; i < count; ++i) {
    const Clock::time_point start = Clock::now();
    volatile uint64_t kept = Touch(decide(i));
    times.singles.push_back(std::max(0.0, Since(start) - clock));
    static_cast<void>(kept);
  }
}

// Blocks take turns, so that what else the machine does meets all ways alike.
void Time(std::array<Times, 2>& times, const std::array<Decide, 2>& ways, size_t count) {
  const double clock = ClockCost();
  for (size_t way = 0; way < ways.size(); ++way) {
    times[way].blocks.reserve(kBlocks);
    times[way].singles.reserve(5 * count);
    for (int warm = 0; warm < 2; ++warm) static_cast<void>(RunBlock(ways[way], count));
    const size_t before = Allocations();
    static_cast<void>(RunBlock(ways[way], count));
    times[way].allocations =
        static_cast<double>(Allocations() - before) / static_cast<double>(count);
  }
  for (size_t block = 0; block < kBlocks; ++block) {
    for (size_t way = 0; way < ways.size(); ++way) {
      TimeBlock(times[way], ways[way], count);
      if (block % 5 == 0) TimeSingles(times[way], ways[way], count, clock);
    }
  }
}

struct Figure {
  const char* name;
  double value;
};

void Print(const std::vector<Figure>& figures, bool json) {
  if (json) std::fputs("{", stdout);
  const char* comma = "";
  for (const Figure& figure : figures) {
    if (json) {
      std::printf("%s\"%s\": %.6g", comma, figure.name, figure.value);
    } else {
      std::printf("%-28s %.6g\n", figure.name, figure.value);
    }
    comma = ", ";
  }
  if (json) std::fputs("}\n", stdout);
}

std::vector<std::string> ReadLines(const std::string& path) {
  std::vector<std::string> lines;
  std::ifstream file(path, std::ios::binary);
  for (std::string line; std::getline(file, line);) {
    if (line.find_first_not_of(" \t\r") != line.npos) lines.push_back(std::move(line));
  }
  return lines;
}

int Refuse(const std::string& where, const std::string& why) {
  std::fprintf(stderr, "%s: error: %s\n", where.c_str(), why.c_str());
  return 3;
}

int Run(const std::string& path, const std::string& actions_path, bool json) {
  std::vector<std::string> actions = ReadLines(actions_path);
  const size_t before = MemoryInUse(path);
  const Result<Engine> engine = LoadFile(path);
  if (!engine) return Refuse(path, engine.error().message);
  const size_t loaded = MemoryInUse(path);

  Decider decider(*engine);
  std::array<size_t, 3> verdicts{};
  size_t findings = 0, unread = 0;
  std::vector<std::string> read;
  for (std::string& text : actions) {
    const Result<const Decision*> decision = decider.Decide(text, kNow);
    if (!decision) {
      ++unread;
      continue;
    }
    ++verdicts[static_cast<size_t>((*decision)->verdict)];
    findings += (*decision)->findings.size();
    read.push_back(std::move(text));
  }
  if (read.empty()) return Refuse(actions_path, "holds no action that can be read");
  const size_t decided = MemoryInUse(path);
  const auto natives = ReadNative(*engine, read);

  std::array<Times, 2> times;
  Time(times,
       {[&](size_t i) -> const Decision& { return **decider.Decide(read[i], kNow); },
        [&](size_t i) -> const Decision& { return DecideNative(decider, natives->actions[i]); }},
       read.size());
  std::vector<double> loads;
  for (size_t i = 0; i < kLoads; ++i) {
    const Clock::time_point start = Clock::now();
    const Result<Engine> again = LoadFile(path);
    loads.push_back(Since(start) / 1e6);
    if (!again) return Refuse(path, again.error().message);
  }

  auto& [text, slots] = times;
  const double count = static_cast<double>(read.size());
  Print({{"actions", count},
         {"actions_unread", static_cast<double>(unread)},
         {"allow", static_cast<double>(verdicts[0])},
         {"notify", static_cast<double>(verdicts[1])},
         {"escalate", static_cast<double>(verdicts[2])},
         {"findings_a_decision", static_cast<double>(findings) / count},
         {"json_ns_median", Quantile(text.blocks, 0.5)},
         {"json_ns_best", Quantile(text.blocks, 0)},
         {"json_ns_p99", Quantile(text.singles, 0.99)},
         {"slots_ns_median", Quantile(slots.blocks, 0.5)},
         {"slots_ns_best", Quantile(slots.blocks, 0)},
         {"slots_ns_p99", Quantile(slots.singles, 0.99)},
         {"json_allocations", text.allocations},
         {"slots_allocations", slots.allocations},
         {"load_ms_median", Quantile(loads, 0.5)},
         {"load_ms_best", Quantile(loads, 0)},
         {"bytes_loaded", static_cast<double>(loaded) - static_cast<double>(before)},
         {"bytes_decided", static_cast<double>(decided) - static_cast<double>(before)}},
        json);
  return 0;
}

}  // namespace
}  // namespace remit::bench

int main(int argc, char** argv) {
  const bool json = argc == 4 && std::string_view(argv[3]) == "--json";
  if (argc != 3 && !json) {
    std::fputs("usage: decide_times FILE.remitb ACTIONS.jsonl [--json]\n", stderr);
    return 3;
  }
  return remit::bench::Run(argv[1], argv[2], json);
}
