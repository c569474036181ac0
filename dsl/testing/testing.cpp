#include "dsl/testing/testing.h"

#include <fmt/format.h>

#include "dsl/testing/mutate.h"
#include "dsl/testing/suite.h"

namespace remit {
namespace {

constexpr uint8_t kTrue = 1, kFalse = 2;  // of a condition, or crossed and not crossed of a band

std::string Excerpt(const SourceSet& sources, const Span& span) {
  const std::string_view text = sources.Text(span);
  const std::string_view line = text.substr(0, text.find('\n'));
  return std::string(line.substr(0, 60)) +
         (line.size() > 60 || line.size() < text.size() ? "…" : "");
}

// A condition that several chunks hold (a grant's `for`, an expanded define) is one branch point.
void MeasureConditions(const Compilation& compilation, const testing::Seen& seen,
                       Coverage& coverage) {
  std::map<std::tuple<uint32_t, uint32_t, uint32_t>, std::pair<Span, uint8_t>> places;
  for (size_t i = 0; i < compilation.covers.size(); ++i) {
    const Span& span = compilation.covers[i];
    auto& place = places[{span.file, span.begin, span.end}];
    place.first = span;
    if (i < seen.conditions.size())
      place.second = static_cast<uint8_t>(place.second | seen.conditions[i]);
  }
  for (const auto& [key, place] : places) {
    coverage.branches += 2;
    for (const auto& [bit, word] : {std::pair(kTrue, "true"), std::pair(kFalse, "false")}) {
      if ((place.second & bit) != 0) {
        ++coverage.branches_seen;
      } else {
        coverage.gaps.push_back(
            {place.first,
             fmt::format("`{}` was never {}", Excerpt(compilation.sources, place.first), word)});
      }
    }
  }
}

Coverage Measure(const Compilation& compilation, const testing::Seen& seen) {
  Coverage coverage;
  const typed::Bundle& bundle = *compilation.bundle;
  for (size_t i = 0; i < bundle.rules.size(); ++i) {
    const typed::Rule& rule = bundle.rules[i];
    ++coverage.rules;
    if (i < seen.rules.size() && seen.rules[i]) {
      ++coverage.rules_found;
    } else {
      coverage.gaps.push_back(
          {rule.span, fmt::format("no test makes `{}` find anything", rule.name)});
    }
    for (size_t b = 0; b < rule.bands.size(); ++b) {
      const uint8_t sides =
          i < seen.bands.size() && b < seen.bands[i].size() ? seen.bands[i][b] : 0;
      coverage.boundaries += 2;
      for (const auto& [bit, word] :
           {std::pair(kTrue, "is never crossed"), std::pair(kFalse, "is always crossed")}) {
        if ((sides & bit) != 0) {
          ++coverage.boundaries_seen;
        } else {
          coverage.gaps.push_back(
              {rule.bands[b].span,
               fmt::format("band `{}` {}", Excerpt(compilation.sources, rule.bands[b].span),
                           word)});
        }
      }
    }
  }
  MeasureConditions(compilation, seen, coverage);
  return coverage;
}

}  // namespace

TestReport RunTests(const CompileOptions& options, Compilation& compilation, bool with_mutants) {
  TestReport report;
  testing::Suite suite(options, compilation);
  testing::Seen seen;
  report.tests = suite.Run(&seen);
  report.coverage = Measure(compilation, seen);
  bool all_pass = true;
  for (const TestResult& test : report.tests) all_pass = all_pass && test.passed;
  if (with_mutants && all_pass) report.mutants = testing::TryMutants(suite);
  return report;
}

}  // namespace remit
