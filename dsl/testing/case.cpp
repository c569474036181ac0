#include "dsl/testing/case.h"

#include <fmt/format.h>

#include <algorithm>

#include "dsl/compile/params.h"
#include "engine/base/escape.h"
#include "engine/model/json_write.h"

namespace remit::testing {

using typed::kNoNode;

namespace {

// An object's members as they are added; "" for what is left out.
class ObjectText {
 public:
  void Add(std::string_view name, const std::string& json) {
    text_ += text_.empty() ? "" : ",";
    AppendJsonString(text_, name);
    text_ += ":" + json;
  }
  std::string Take() { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

// CEL writes such ints as strings in JSON; a test's map would then say something else than meant.
bool HoldsLargeInt(const Value& value) {
  constexpr int64_t kLargest = (int64_t{1} << 53) - 1;
  switch (value.kind) {
    case ValueKind::Int:
      return value.integer > kLargest || value.integer < -kLargest;
    case ValueKind::Uint:
      return value.unsigned_integer > static_cast<uint64_t>(kLargest);
    case ValueKind::List:
      return std::ranges::any_of(value.list(), HoldsLargeInt);
    case ValueKind::Map:
      return std::ranges::any_of(value.map(),
                                 [](const MapEntry& entry) { return HoldsLargeInt(entry.value); });
    default:
      return false;
  }
}

struct GivenWriter {
  const typed::Bundle& bundle;
  const SourceSet& sources;

  Result<std::string> Json(typed::NodeId node) const {
    const Value value = lowering::EvaluateConstant(bundle, node, sources);
    if (value.is_error()) {
      return Fail(ErrorKind::BadInput, EscapeText(value.error->message));
    }
    if (HoldsLargeInt(value)) {
      return Fail(ErrorKind::Limit, "an int beyond 2^53-1 is no number of JSON's");
    }
    return WriteCanonicalJson(value);
  }

  Result<std::string> Entity(const typed::Entity& entity) const {
    ObjectText object;
    std::string type;
    AppendJsonString(type, entity.type);
    object.Add("type", type);
    for (const auto& [name, node] :
         {std::pair("id", entity.id), std::pair("properties", entity.properties)}) {
      if (node == kNoNode) continue;
      const Result<std::string> json = Json(node);
      if (!json) return json;
      object.Add(name, *json);
    }
    return object.Take();
  }

  Result<std::string> Action(const typed::Test& test) const {
    ObjectText action, document;
    for (const auto& [name, node] :
         {std::pair("name", test.action), std::pair("properties", test.properties)}) {
      if (node == kNoNode) continue;
      const Result<std::string> json = Json(node);
      if (!json) return json;
      action.Add(name, *json);
    }
    document.Add("action", action.Take());
    if (test.has_by || test.has_on) {
      for (const auto& [name, there, entity] : {std::tuple("subject", test.has_by, &test.by),
                                                std::tuple("resource", test.has_on, &test.on)}) {
        if (!there) continue;
        const Result<std::string> json = Entity(*entity);
        if (!json) return json;
        document.Add(name, *json);
      }
    }
    if (test.context != kNoNode) {
      const Result<std::string> json = Json(test.context);
      if (!json) return json;
      document.Add("context", *json);
    }
    return document.Take();
  }
};

std::string Joined(const std::vector<std::string>& names) {
  return names.empty() ? "nobody" : fmt::format("{}", fmt::join(names, ", "));
}

// The rules of findings that count and pass `keep`.
template <typename Keep>
std::vector<std::string> RulesOf(const Decision& decision, const Keep& keep) {
  std::vector<std::string> rules;
  for (const Finding& finding : decision.findings) {
    if (!finding.shadow && keep(finding)) rules.emplace_back(finding.rule);
  }
  return rules;
}

bool Holds(const std::vector<std::string>& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

struct Judge {
  const typed::Bundle& bundle;
  const SourceSet& sources;
  const Decision& decision;

  std::string Verdict(const typed::Expectation& expected) const {
    if (decision.verdict != expected.verdict) {
      const auto rules =
          RulesOf(decision, [&](const Finding& f) { return f.verdict == decision.verdict; });
      return fmt::format("expected {}, got {} by {}", VerdictName(expected.verdict),
                         VerdictName(decision.verdict), Joined(rules));
    }
    const auto rules =
        RulesOf(decision, [&](const Finding& f) { return f.verdict == expected.verdict; });
    for (const std::string& rule : expected.by) {
      if (!Holds(rules, rule)) {
        return fmt::format("expected {} by {}, got it by {}", VerdictName(expected.verdict), rule,
                           Joined(rules));
      }
    }
    const std::vector<std::string> told(decision.recipients.begin(), decision.recipients.end());
    for (typed::NodeId to : expected.to) {
      const Value name = lowering::EvaluateConstant(bundle, to, sources);
      if (name.kind != ValueKind::String || !Holds(told, std::string(name.string()))) {
        return fmt::format("expected {} to {}, got it to {}", VerdictName(expected.verdict),
                           name.kind == ValueKind::String ? EscapeText(name.string()) : "{error}",
                           Joined(told));
      }
    }
    return {};
  }

  std::string NotBy(const typed::Expectation& expected) const {
    const auto rules = RulesOf(decision, [](const Finding&) { return true; });
    for (const std::string& rule : expected.by) {
      if (Holds(rules, rule)) return fmt::format("expected no finding by {}", rule);
    }
    return {};
  }

  std::string Error(const typed::Expectation& expected) const {
    const auto rules = RulesOf(decision, [](const Finding& f) { return f.error != nullptr; });
    if (rules.empty()) return "expected an error, got none";
    for (const std::string& rule : expected.by) {
      if (!Holds(rules, rule)) {
        return fmt::format("expected an error by {}, got one by {}", rule, Joined(rules));
      }
    }
    return {};
  }
};

}  // namespace

Result<std::string> GivenText(const typed::Bundle& bundle, const typed::Test& test,
                              const SourceSet& sources, const CaseReader& read) {
  const GivenWriter writer{bundle, sources};
  switch (test.given) {
    case ast::ActionExpr::Kind::Action:
      return writer.Action(test);
    case ast::ActionExpr::Kind::Map:
      return writer.Json(test.context);
    case ast::ActionExpr::Kind::File: {
      const Value path = lowering::EvaluateConstant(bundle, test.action, sources);
      if (path.kind != ValueKind::String) {
        return Fail(ErrorKind::BadInput, "`file` takes a path as a string");
      }
      return read(std::string(path.string()));
    }
  }
  return Fail(ErrorKind::BadInput, "no action");
}

std::vector<std::string> FailedExpectations(const typed::Bundle& bundle, const typed::Test& test,
                                            const SourceSet& sources, const Decision* decision,
                                            const std::string& input_error) {
  std::vector<std::string> failures;
  for (const typed::Expectation& expected : test.expectations) {
    const bool wants_input_error = expected.kind == ast::Expectation::Kind::InputError;
    std::string failure;
    if (decision == nullptr) {
      if (!wants_input_error) failure = "input error: " + input_error;
    } else {
      const Judge judge{bundle, sources, *decision};
      switch (expected.kind) {
        case ast::Expectation::Kind::Verdict:
          failure = judge.Verdict(expected);
          break;
        case ast::Expectation::Kind::NotBy:
          failure = judge.NotBy(expected);
          break;
        case ast::Expectation::Kind::Error:
          failure = judge.Error(expected);
          break;
        case ast::Expectation::Kind::InputError:
          failure = fmt::format("expected an input error, got {}", VerdictName(decision->verdict));
          break;
      }
    }
    if (!failure.empty()) failures.push_back(std::move(failure));
  }
  return failures;
}

}  // namespace remit::testing
