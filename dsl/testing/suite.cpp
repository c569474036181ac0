#include "dsl/testing/suite.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "dsl/compile/load_files.h"
#include "dsl/compile/params.h"
#include "engine/base/escape.h"
#include "engine/decide/numbers.h"
#include "engine/program/encode.h"

namespace remit::testing {

Suite::Suite(const CompileOptions& options, Compilation& compilation)
    : options_(options), compilation_(compilation) {}

Result<Engine> Suite::Load(const typed::Test& test, bool coverage, std::string& failure) {
  // Params are set for this test alone and put back; what was sealed stays the bundle's own.
  std::vector<Value> sealed;
  for (const typed::Param& param : bundle().params) sealed.push_back(param.value);
  Diagnostics diagnostics;
  std::map<uint32_t, Value> given;
  for (const auto& [name, node] : test.params) {
    for (uint32_t i = 0; i < bundle().params.size(); ++i) {
      if (bundle().params[i].name != name) continue;
      given[i] = lowering::EvaluateConstant(bundle(), node, compilation_.sources);
    }
  }
  if (!given.empty()) {
    lowering::SetParams(bundle(), given, test.span, compilation_.sources, diagnostics);
  }
  CompileOptions options = options_;
  options.coverage = coverage;
  LowerSealed(compilation_, options);
  for (size_t i = 0; i < sealed.size(); ++i) bundle().params[i].value = sealed[i];
  if (diagnostics.has_errors()) {
    failure = diagnostics.all()[0].message;
    return Fail(ErrorKind::BadInput, failure);
  }
  if (!compilation_.program) return Fail(ErrorKind::BadProgram, "it does not compile");
  return Engine::Load(EncodeProgram(*compilation_.program), options_.program_limits);
}

Result<std::string> Suite::Given(const typed::Test& test) {
  const CaseReader read = [&](const std::string& path) -> Result<std::string> {
    const std::string& from = compilation_.sources.file(test.span.file).path;
    const size_t slash = from.rfind('/');
    const std::string inside =
        lowering::JoinInsideRoot(slash == std::string::npos ? "" : from.substr(0, slash), path);
    if (inside.empty() || from.starts_with('/')) {
      return Fail(ErrorKind::Missing,
                  fmt::format("`{}` lies outside the policy root", EscapeText(path)));
    }
    auto known = files_.find(inside);
    if (known != files_.end()) return known->second;
    SourceLimits limits;
    limits.bytes = JsonLimits{}.bytes;
    const std::filesystem::path full = std::filesystem::path(options_.root) / inside;
    Result<std::string> text = ReadSourceFile(full.string(), limits);
    if (text) files_[inside] = *text;
    return text;
  };
  return GivenText(bundle(), test, compilation_.sources, read);
}

// Bands are asked again: a decision tells which were crossed only as one finding.
void Suite::Note(Decider& decider, const Decision& decision, const Action& action, Seen& seen) {
  const Program& program = decider.engine().program();
  seen.rules.resize(program.rules.size());
  seen.bands.resize(program.rules.size());
  Vm& vm = decider.vm();
  for (size_t i = 0; i < program.rules.size(); ++i) {
    const Rule& rule = program.rules[i];
    const std::string_view name = program.strings[rule.name];
    for (const Finding& finding : decision.findings) {
      if (finding.rule == name) seen.rules[i] = true;
    }
    const bool covered =
        AnyPatternCovers(program, program.policies[rule.policy].patterns, action.name) &&
        AnyPatternCovers(program, rule.patterns, action.name);
    seen.bands[i].resize(rule.bands.size());
    if (rule.kind != RuleKind::Threshold || !covered) continue;
    vm.BeginRule();
    if (rule.applies != kNone && !vm.Run(rule.applies).is_true()) continue;
    const Value measure = vm.Run(rule.measure);
    const std::span<const Band> bands = program.bands[rule.bands];
    for (size_t k = 0; k < bands.size(); ++k) {
      const Band& band = bands[k];
      const Value low = vm.Run(band.low), high = band.high == kNone ? low : vm.Run(band.high);
      auto number = [](const Value& v) {
        return v.kind == ValueKind::Int || v.kind == ValueKind::Double;
      };
      if (!number(measure) || !number(low) || !number(high)) continue;
      const uint8_t side = Crosses(band.bound, measure, low, high) ? 1 : 2;
      seen.bands[i][k] = static_cast<uint8_t>(seen.bands[i][k] | side);
    }
  }
  const std::vector<uint8_t>& covered = vm.covered();
  seen.conditions.resize(std::max(seen.conditions.size(), covered.size()));
  for (size_t i = 0; i < covered.size(); ++i) {
    seen.conditions[i] = static_cast<uint8_t>(seen.conditions[i] | covered[i]);
  }
}

TestResult Suite::RunOne(const typed::Test& test, Engine* shared, Seen* seen) {
  TestResult result{.policy = bundle().policies[test.policy].name,
                    .name = test.name,
                    .span = test.span,
                    .passed = false,
                    .failures = {}};
  std::string failure;
  std::optional<Engine> own;
  if (shared == nullptr) {
    Result<Engine> loaded = Load(test, seen != nullptr, failure);
    if (!loaded) {
      result.failures.push_back(loaded.error().message);
      return result;
    }
    own.emplace(std::move(*loaded));
  }
  const Engine& engine = own ? *own : *shared;
  const Result<std::string> text = Given(test);
  if (!text && text.error().kind != ErrorKind::Limit) {
    result.failures.push_back("`given`: " + text.error().message);
    return result;
  }
  Arena arena;
  const Result<Action> action =
      text ? ReadAction(arena, *text) : Result<Action>(std::unexpected(text.error()));
  Decider decider(engine);
  const Decision* decision = nullptr;
  if (action) {
    const Value now = test.has_at || !action->time ? test.at : *action->time;
    decision = &decider.Decide(*action, now);
  }
  result.failures = FailedExpectations(bundle(), test, compilation_.sources, decision,
                                       action ? "" : action.error().message);
  result.passed = result.failures.empty();
  if (seen != nullptr && decision != nullptr) Note(decider, *decision, *action, *seen);
  return result;
}

std::vector<TestResult> Suite::Run(Seen* seen) {
  std::vector<TestResult> results;
  std::string failure;
  Result<Engine> shared = Load({}, seen != nullptr, failure);
  const std::vector<typed::Test> tests = bundle().tests;
  for (const typed::Test& test : tests) {
    const bool plain = test.params.empty() && shared.has_value();
    results.push_back(RunOne(test, plain ? &*shared : nullptr, seen));
  }
  return results;
}

bool Suite::Fails() {
  std::string failure;
  Result<Engine> shared = Load({}, false, failure);
  const std::vector<typed::Test> tests = bundle().tests;
  return std::any_of(tests.begin(), tests.end(), [&](const typed::Test& test) {
    const bool plain = test.params.empty() && shared.has_value();
    return !RunOne(test, plain ? &*shared : nullptr, nullptr).passed;
  });
}

}  // namespace remit::testing
