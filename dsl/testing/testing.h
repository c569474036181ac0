// `test` blocks: run, measured (coverage) and measured themselves (mutants). Language section 10.
#pragma once

#include <string>
#include <vector>

#include "dsl/compile/compile.h"

namespace remit {

struct TestResult {
  std::string policy, name;
  Span span;
  bool passed = false;
  std::vector<std::string> failures;  // one line for each expectation that did not hold
};

struct CoverageGap {
  Span span;
  std::string text;  // "`max_files` band never crossed", "`a && b`: `b` was never false"
};
struct Coverage {
  unsigned rules = 0, rules_found = 0;           // rules that made a finding in some test
  unsigned branches = 0, branches_seen = 0;      // true and false of each condition
  unsigned boundaries = 0, boundaries_seen = 0;  // both sides of each band
  std::vector<CoverageGap> gaps;
};

struct Mutant {
  Span span;
  std::string text;  // "`>` turned to `>=`"
  bool killed = false;
};

struct TestReport {
  std::vector<TestResult> tests;
  Coverage coverage;
  std::vector<Mutant> mutants;  // where asked for
};

// Runs every test of `compilation`, which compiled with `options`. Its program is lowered anew on
// the way and is the last run's afterwards; its bundle is as before. Mutants are only tried where
// every test passes.
TestReport RunTests(const CompileOptions& options, Compilation& compilation, bool with_mutants);

}  // namespace remit
