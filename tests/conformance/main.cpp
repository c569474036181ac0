// remit-cel-conformance [--reference] FILE.jsonl…
//
// Runs CEL conformance tests through compiler and VM (or, to compare, the reference evaluator of
// tests/reference). Prints each failure by its id (what has none, by its line), and last `N passed,
// N failed`; exit 0 where none failed, 1 otherwise, 2 where a file cannot be read or holds no test,
// or none is given.
#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/escape.h"
#include "tests/conformance/run_case.h"

namespace remit::conformance {
namespace {

struct Count {
  size_t passed = 0, failed = 0;
};

constexpr size_t kShownBytes = 4000;
constexpr unsigned kSeconds = 60;  // that one test may take

// A test that cannot be run, or that ended without an answer.
void PrintFailure(const std::string& place, const std::string& line, const std::string& why) {
  const std::string id = ReadId(line);
  if (id.empty()) {
    fmt::print("FAIL {}: {}\n", place, why);
  } else {
    fmt::print("FAIL {}\n  {}: {}\n", EscapeText(id, kShownBytes), place, why);
  }
}

// Whether the test on `line` passed; says why not.
bool RunLine(const std::string& place, const std::string& line, Evaluator evaluator) {
  Arena arena;
  const Result<Case> test = ReadCase(arena, line);
  if (!test) {
    const std::string where = test.error().where.empty() ? "" : ", " + test.error().where;
    PrintFailure(place + where, line, test.error().message);
    return false;
  }
  const std::optional<Failure> failure = RunCase(*test, evaluator);
  if (!failure) return true;
  fmt::print("FAIL {}\n  expression: {}\n  expected:   {}\n  got:        {}\n",
             EscapeText(test->id, kShownBytes), EscapeText(test->expr, kShownBytes),
             failure->expected, failure->got);
  return false;
}

// The same in a process of its own, so that a test which brings it down, or does not end, is one
// failure like any other.
bool RunAlone(const std::string& place, const std::string& line, Evaluator evaluator) {
  std::fflush(stdout);
  const pid_t child = fork();
  if (child < 0) return RunLine(place, line, evaluator);
  if (child == 0) {
    alarm(kSeconds);
    const bool passed = RunLine(place, line, evaluator);
    std::fflush(stdout);
    _exit(passed ? 0 : 1);
  }
  int status = 0;
  while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status)) return WEXITSTATUS(status) == 0;
  const bool late = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM;
  PrintFailure(place, line,
               late ? fmt::format("not done after {} seconds", kSeconds)
                    : fmt::format("the evaluation was ended by signal {}", WTERMSIG(status)));
  return false;
}

// Why the file is no answer, where it is none.
std::optional<std::string> RunFile(const std::string& path, Evaluator evaluator, Count& count) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return "cannot be read";
  std::string line;
  bool empty = true;
  for (size_t number = 1; std::getline(file, line); ++number) {
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    empty = false;
    const bool passed = RunAlone(fmt::format("{}:{}", path, number), line, evaluator);
    ++(passed ? count.passed : count.failed);
  }
  if (file.bad()) return "cannot be read";
  if (empty) return "holds no test";
  return std::nullopt;
}

int Main(const std::vector<std::string>& arguments) {
  Evaluator evaluator = Evaluator::Vm;
  std::vector<std::string> paths;
  for (const std::string& argument : arguments) {
    if (argument == "--reference") {
      evaluator = Evaluator::Reference;
    } else if (argument.starts_with("--")) {
      std::cerr << "unknown option " << argument << "\n";
      return 2;
    } else {
      paths.push_back(argument);
    }
  }
  if (paths.empty()) {
    std::cerr << "usage: remit-cel-conformance [--reference] FILE.jsonl...\n";
    return 2;
  }
  Count count;
  bool whole = true;
  for (const std::string& path : paths) {
    const std::optional<std::string> why = RunFile(path, evaluator, count);
    if (!why) continue;
    std::cerr << path << ": " << *why << "\n";
    whole = false;
  }
  fmt::print("{} passed, {} failed\n", count.passed, count.failed);
  if (!whole) return 2;
  return count.failed == 0 ? 0 : 1;
}

}  // namespace
}  // namespace remit::conformance

int main(int argc, char** argv) { return remit::conformance::Main({argv + 1, argv + argc}); }
