// shared_writes FILE.remitb ACTIONS.jsonl [--json]: what deciding writes to memory that threads
// share.
//
// All that loading allocates, and what a first decider makes the libraries allocate later (RE2
// builds its automata as it searches), lies in one region. It is then made read-only, and a second
// decider goes over the actions: every instruction that writes there traps, is counted with the
// function that it stands in, and runs by a single step. Writes of the decider to its own memory do
// not trap.
#include <dlfcn.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <map>
#include <new>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "bench/deciding.h"

namespace {

constexpr size_t kRegion = size_t{4} << 30;  // reserved; only what is touched is there
constexpr greg_t kTrapFlag = 0x100;          // of EFLAGS: trap after the next instruction
constexpr size_t kSites = 4096;

std::byte* g_region = nullptr;
size_t g_used = 0;
bool g_sharing = false;  // whether `new` takes from the region

struct Site {
  uintptr_t pc;
  size_t count;
};
Site g_sites[kSites];
size_t g_site_count = 0;
size_t g_writes = 0;

bool InRegion(const void* address) { return address >= g_region && address < g_region + kRegion; }

void Protect(int protection) { mprotect(g_region, kRegion, protection); }

void OnWrite(int, siginfo_t* signal, void* context) {
  if (!InRegion(signal->si_addr)) {
    std::signal(SIGSEGV, SIG_DFL);
    return;
  }
  greg_t* registers = static_cast<ucontext_t*>(context)->uc_mcontext.gregs;
  const auto pc = static_cast<uintptr_t>(registers[REG_RIP]);
  ++g_writes;
  Site* site = std::find_if(g_sites, g_sites + g_site_count, [&](auto& s) { return s.pc == pc; });
  if (site == g_sites + g_site_count && g_site_count < kSites) g_sites[g_site_count++] = {pc, 0};
  if (site != g_sites + kSites) ++site->count;
  Protect(PROT_READ | PROT_WRITE);
  registers[REG_EFL] |= kTrapFlag;
}

void OnStep(int, siginfo_t*, void* context) {
  Protect(PROT_READ);
  static_cast<ucontext_t*>(context)->uc_mcontext.gregs[REG_EFL] &= ~kTrapFlag;
}

void Handle(int signal, void (*handler)(int, siginfo_t*, void*)) {
  struct sigaction action{};
  action.sa_sigaction = handler;
  action.sa_flags = SA_SIGINFO;
  sigaction(signal, &action, nullptr);
}

}  // namespace

void* operator new(size_t size) {
  if (g_sharing) {
    const size_t at = g_used;
    g_used += (size + 15) & ~size_t{15};
    if (g_used <= kRegion) return g_region + at;
    std::abort();
  }
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  std::abort();
}
void* operator new[](size_t size) { return operator new(size); }
void operator delete(void* memory) noexcept {
  if (!InRegion(memory)) std::free(memory);
}
void operator delete[](void* memory) noexcept { operator delete(memory); }
void operator delete(void* memory, size_t) noexcept { operator delete(memory); }
void operator delete[](void* memory, size_t) noexcept { operator delete(memory); }

namespace remit::bench {
namespace {

uint64_t DecideAll(Decider& decider, const NativeActions& natives) {
  uint64_t sum = 0;
  for (const NativeAction& native : natives.actions) sum += Touch(DecideNative(decider, native));
  return sum;
}

// Writes by the function that they stand in, as far as the symbols say.
std::map<std::string, size_t> ByFunction() {
  std::map<std::string, size_t> functions;
  for (size_t i = 0; i < g_site_count; ++i) {
    Dl_info found{};
    const bool named =
        dladdr(reinterpret_cast<void*>(g_sites[i].pc), &found) != 0 && found.dli_sname != nullptr;
    functions[named ? found.dli_sname : "a function without a symbol"] += g_sites[i].count;
  }
  return functions;
}

int Run(const std::string& path, const std::string& actions_path, bool json) {
  std::vector<std::string> actions;
  std::ifstream file(actions_path, std::ios::binary);
  for (std::string line; std::getline(file, line);) actions.push_back(line);

  g_region = static_cast<std::byte*>(mmap(nullptr, kRegion, PROT_READ | PROT_WRITE,
                                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0));
  if (g_region == MAP_FAILED) return 4;
  g_sharing = true;
  const Result<Engine> engine = LoadFile(path);
  g_sharing = false;
  if (!engine) {
    std::fprintf(stderr, "%s: error: %s\n", path.c_str(), engine.error().message.c_str());
    return 3;
  }
  const auto natives = ReadNative(*engine, actions);
  g_sharing = true;
  std::optional<Decider> first(*engine);
  volatile uint64_t kept = DecideAll(*first, *natives);
  g_sharing = false;
  Decider decider(*engine);
  kept = DecideAll(decider, *natives);

  Handle(SIGSEGV, OnWrite);
  Handle(SIGTRAP, OnStep);
  Protect(PROT_READ);
  kept = DecideAll(decider, *natives);
  Protect(PROT_READ | PROT_WRITE);
  static_cast<void>(kept);

  const double count = static_cast<double>(natives->actions.size());
  if (json) {
    std::printf("{\"shared_writes\": %.6g}\n", static_cast<double>(g_writes) / count);
    return 0;
  }
  std::printf("%zu writes to shared memory in %zu decisions, %.3g each\n", g_writes,
              natives->actions.size(), static_cast<double>(g_writes) / count);
  for (const auto& [function, writes] : ByFunction()) {
    std::printf("%10zu %s\n", writes, function.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace remit::bench

int main(int argc, char** argv) {
  const bool json = argc == 4 && std::string_view(argv[3]) == "--json";
  if (argc != 3 && !json) {
    std::fputs("usage: shared_writes FILE.remitb ACTIONS.jsonl [--json]\n", stderr);
    return 3;
  }
  return remit::bench::Run(argv[1], argv[2], json);
}
