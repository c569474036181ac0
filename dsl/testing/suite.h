// A bundle with its tests, run as often as coverage and mutants ask. Private to dsl/testing.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/compile/compile.h"
#include "dsl/testing/case.h"
#include "dsl/testing/testing.h"

namespace remit::testing {

// What was seen of a bundle over its tests.
struct Seen {
  std::vector<bool> rules;                  // made a finding
  std::vector<uint8_t> conditions;          // of each Cover counter: 1 true, 2 false, 4 other
  std::vector<std::vector<uint8_t>> bands;  // of each rule's bands: 1 crossed, 2 not
};

class Suite {
 public:
  // `compilation` must have compiled; it is lowered anew for each run.
  Suite(const CompileOptions& options, Compilation& compilation);

  // Every test, against the bundle as it stands. `seen` may be nullptr.
  std::vector<TestResult> Run(Seen* seen);
  // Whether some test fails: stops at the first.
  bool Fails();

  typed::Bundle& bundle() { return *compilation_.bundle; }
  const Compilation& compilation() const { return compilation_; }

 private:
  // An engine for the params that a test sets.
  Result<Engine> Load(const typed::Test& test, bool coverage, std::string& failure);
  TestResult RunOne(const typed::Test& test, Engine* shared, Seen* seen);
  void Note(Decider& decider, const Decision& decision, const Action& action, Seen& seen);
  Result<std::string> Given(const typed::Test& test);

  const CompileOptions& options_;
  Compilation& compilation_;
  std::map<std::string, std::string> files_;  // read by `file("…")`, once
};

}  // namespace remit::testing
