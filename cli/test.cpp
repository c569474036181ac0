#include <algorithm>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "dsl/testing/testing.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

std::string PlaceOf(const SourceSet& sources, const Span& span) {
  const LineColumn at = sources.Locate(span);
  return EscapeText(sources.file(span.file).path) + ":" + std::to_string(at.line) + ":" +
         std::to_string(at.column);
}

size_t FailedCount(const TestReport& report) {
  return static_cast<size_t>(std::count_if(report.tests.begin(), report.tests.end(),
                                           [](const TestResult& test) { return !test.passed; }));
}

size_t KilledCount(const TestReport& report) {
  return static_cast<size_t>(std::count_if(report.mutants.begin(), report.mutants.end(),
                                           [](const Mutant& mutant) { return mutant.killed; }));
}

std::string PartText(const char* what, unsigned part, unsigned whole) {
  return std::string(what) + " " + std::to_string(part) + " of " + std::to_string(whole);
}

std::string PrettyTests(const TestReport& report, const SourceSet& sources, bool colour) {
  std::string out;
  for (const TestResult& test : report.tests) {
    out += test.passed ? Paint(colour, Colour::Green, "ok  ") : Paint(colour, Colour::Red, "FAIL");
    out += "  " + EscapeText(test.policy) + ": " + EscapeText(test.name);
    if (!test.passed) out += "  " + Paint(colour, Colour::Dim, PlaceOf(sources, test.span));
    out += "\n";
    for (const std::string& failure : test.failures) out += "      " + failure + "\n";
  }
  const size_t failed = FailedCount(report);
  const std::string sum = Count(report.tests.size(), "test") + ", " +
                          (failed == 0 ? "none" : std::to_string(failed)) + " failed";
  return out + "\n" + Paint(colour, failed == 0 ? Colour::Green : Colour::Red, sum) + "\n";
}

std::string PrettyCoverage(const Coverage& coverage, const SourceSet& sources) {
  std::string out = "coverage: " + PartText("rules", coverage.rules_found, coverage.rules) + ", " +
                    PartText("branches", coverage.branches_seen, coverage.branches) + ", " +
                    PartText("boundaries", coverage.boundaries_seen, coverage.boundaries) + "\n";
  for (const CoverageGap& gap : coverage.gaps) {
    out += "  " + PlaceOf(sources, gap.span) + ": " + gap.text + "\n";
  }
  return out;
}

std::string PrettyMutants(const TestReport& report, const SourceSet& sources) {
  std::string out = "mutants: " + std::to_string(KilledCount(report)) + " of " +
                    std::to_string(report.mutants.size()) + " killed\n";
  for (const Mutant& mutant : report.mutants) {
    if (!mutant.killed) {
      out += "  " + PlaceOf(sources, mutant.span) + ": no test notices: " + mutant.text + "\n";
    }
  }
  return out;
}

std::string TestsJson(const TestReport& report, const SourceSet& sources) {
  std::vector<std::string> tests;
  for (const TestResult& test : report.tests) {
    std::vector<std::string> failures;
    for (const std::string& failure : test.failures) failures.push_back(JsonText(failure));
    tests.push_back(JsonObject()
                        .Text("policy", test.policy)
                        .Text("name", test.name)
                        .Text("place", PlaceOf(sources, test.span))
                        .Bool("passed", test.passed)
                        .Raw("failures", JsonArray(failures))
                        .Close());
  }
  return JsonArray(tests);
}

std::string CoverageJson(const Coverage& coverage, const SourceSet& sources) {
  std::vector<std::string> gaps;
  for (const CoverageGap& gap : coverage.gaps) {
    gaps.push_back(
        JsonObject().Text("place", PlaceOf(sources, gap.span)).Text("text", gap.text).Close());
  }
  return JsonObject()
      .Number("rules", coverage.rules)
      .Number("rulesFound", coverage.rules_found)
      .Number("branches", coverage.branches)
      .Number("branchesSeen", coverage.branches_seen)
      .Number("boundaries", coverage.boundaries)
      .Number("boundariesSeen", coverage.boundaries_seen)
      .Raw("gaps", JsonArray(gaps))
      .Close();
}

std::string MutantsJson(const TestReport& report, const SourceSet& sources) {
  std::vector<std::string> mutants;
  for (const Mutant& mutant : report.mutants) {
    mutants.push_back(JsonObject()
                          .Text("place", PlaceOf(sources, mutant.span))
                          .Text("text", mutant.text)
                          .Bool("killed", mutant.killed)
                          .Close());
  }
  return JsonArray(mutants);
}

void PrintReport(const TestArguments& arguments, const TestReport& report,
                 const SourceSet& sources) {
  if (arguments.format == OutputFormat::Json) {
    JsonObject object;
    object.Number("failed", FailedCount(report)).Raw("tests", TestsJson(report, sources));
    if (arguments.coverage) object.Raw("coverage", CoverageJson(report.coverage, sources));
    if (arguments.mutants) object.Raw("mutants", MutantsJson(report, sources));
    Print(object.Close() + "\n");
    return;
  }
  Print(PrettyTests(report, sources, OutputHasColour()));
  if (arguments.coverage) Print(PrettyCoverage(report.coverage, sources));
  if (arguments.mutants) Print(PrettyMutants(report, sources));
}

}  // namespace

ExitCode RunTest(const TestArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  auto compilation = CompileSelection(*selection, selection->files);
  if (!compilation) return compilation.error();
  const TestReport report = RunTests(selection->options, *compilation, arguments.mutants);
  if (report.tests.empty()) {
    PrintError(Error{ErrorKind::Missing, "the policies hold no tests", ""});
    return ExitCode::BadInput;
  }
  PrintReport(arguments, report, compilation->sources);
  return FailedCount(report) == 0 ? ExitCode::Done : ExitCode::Escalate;
}

}  // namespace remit
