// `test` blocks.
#include <fmt/format.h>

#include <algorithm>

#include "dsl/check/context.h"
#include "engine/base/escape.h"
#include "engine/model/time_text.h"

namespace remit::checking {
namespace {

// A Monday; what `now` is in a test that does not say.
constexpr std::string_view kTestTime = "2026-01-05T12:00:00Z";

// Expressions of a test are constants: no fact, let or score is in reach.
class TestChecker {
 public:
  TestChecker(Context& context, uint32_t file, uint32_t policy)
      : context_(context), policy_(policy), env_{.file = file, .define = &kNothing, .test = true} {}

  typed::Test Check(const ast::Test& test) {
    typed::Test made{.name = test.name.text, .policy = policy_, .span = test.name.span};
    for (const auto& [name, value] : test.params) {
      Decl* decl = FindDotted(context_, env_.file, name, DeclKind::Param);
      if (decl == nullptr) continue;
      CheckParam(context_, *decl);
      made.params.emplace_back(context_.bundle.params[decl->index].name, Constant(value));
      CheckSetParam(name, *decl, made.params.back().second);
    }
    made.at = *ParseTimestamp(kTestTime);
    if (test.at) {
      if (auto at = ParseTimestamp(test.at->text)) {
        made.at = *at;
        made.has_at = true;
      } else {
        context_.Emit(DiagnosticKind::BadTimestamp, test.at->span,
                      fmt::format("`{}` is no RFC 3339 timestamp", EscapeText(test.at->text)));
      }
    }
    if (test.given) CheckGiven(*test.given, made);
    for (const ast::Expectation& expectation : test.expectations) {
      made.expectations.push_back(CheckExpectation(expectation));
    }
    CheckAgree(made.expectations);
    return made;
  }

 private:
  static const ast::Define kNothing;  // an env with a define reads no facts

  NodeId Constant(ast::ExprId id) {
    return id == ast::kNoExpr ? kNoNode : CheckRoot(context_, env_, id);
  }

  // A node of another type than `kind`, as far as that is known.
  bool IsOther(NodeId node, TypeKind kind) const {
    if (node == kNoNode) return false;
    const TypeKind known = context_.bundle.types.kind(context_.bundle.node(node).type);
    return known != TypeKind::Dyn && known != kind;
  }

  void Require(NodeId node, TypeKind kind, const char* what) {
    if (!IsOther(node, kind)) return;
    const TypeTable& types = context_.bundle.types;
    context_.Emit(DiagnosticKind::BadTest, context_.bundle.node(node).span,
                  fmt::format("{}, not `{}`", what, types.Name(context_.bundle.node(node).type)));
  }

  // As sealing would say it when the test runs. Ints are doubles; texts may be times.
  void CheckSetParam(const ast::Word& name, const Decl& decl, NodeId value) {
    const TypeKind kind = context_.bundle.types.kind(decl.type);
    const bool scalar = kind == TypeKind::Bool || kind == TypeKind::Int ||
                        kind == TypeKind::Double || kind == TypeKind::String;
    if (!scalar || !IsOther(value, kind)) return;
    if (kind == TypeKind::Double && !IsOther(value, TypeKind::Int)) return;
    const TypeTable& types = context_.bundle.types;
    context_.Emit(DiagnosticKind::BadParam, context_.bundle.node(value).span,
                  fmt::format("param `{}` is `{}`, not `{}`", EscapeText(name.text),
                              types.Name(decl.type), types.Name(context_.bundle.node(value).type)));
  }

  // Several `expect` may stand, of which no two can exclude each other.
  void CheckAgree(const std::vector<typed::Expectation>& expectations) {
    using Kind = ast::Expectation::Kind;
    const typed::Expectation* verdict = nullptr;
    for (const typed::Expectation& expected : expectations) {
      const bool input_error = expected.kind == Kind::InputError;
      if (input_error && expectations.size() > 1) {
        context_.Emit(DiagnosticKind::BadTest, expected.span,
                      "after an input error there is no decision to expect something else of");
      }
      if (expected.kind != Kind::Verdict) continue;
      if (verdict != nullptr && verdict->verdict != expected.verdict) {
        context_.Emit(DiagnosticKind::BadTest, expected.span,
                      fmt::format("a decision has one verdict; {} is expected already",
                                  VerdictName(verdict->verdict)));
      }
      verdict = &expected;
    }
  }

  typed::Entity CheckEntity(const ast::EntityExpr& entity) {
    const typed::Entity made{entity.type.text, Constant(entity.id), Constant(entity.properties)};
    Require(made.properties, TypeKind::Map, "properties are a map");
    return made;
  }

  void CheckGiven(const ast::ActionExpr& given, typed::Test& made) {
    made.given = given.kind;
    made.action = Constant(given.name);
    made.context = Constant(given.context);
    made.properties = Constant(given.properties);
    made.has_by = given.by.has_value();
    made.has_on = given.on.has_value();
    if (given.kind == ast::ActionExpr::Kind::File) {
      Require(made.action, TypeKind::String, "a path is a string");
    }
    if (given.by) made.by = CheckEntity(*given.by);
    if (given.on) made.on = CheckEntity(*given.on);
  }

  typed::Expectation CheckExpectation(const ast::Expectation& expectation) {
    typed::Expectation made{
        .kind = expectation.kind, .verdict = expectation.verdict, .span = expectation.span};
    for (const ast::Word& rule : expectation.by) made.by.push_back(RuleNamed(rule));
    for (ast::ExprId to : expectation.to) {
      made.to.push_back(Constant(to));
      Require(made.to.back(), TypeKind::String, "people are named by strings");
    }
    return made;
  }

  // POLICY.RULE for a rule of the bundle; a bare name is of the test's own policy.
  std::string RuleNamed(const ast::Word& word) {
    std::vector<std::string> known = {"remit.uncovered"};
    for (const typed::Policy& policy : context_.bundle.policies) {
      known.push_back(policy.name + ".default");
    }
    for (const typed::Rule& rule : context_.bundle.rules) {
      known.push_back(context_.bundle.policies[rule.policy].name + "." + rule.name);
    }
    const std::string own = context_.bundle.policies[policy_].name + ".";
    for (const std::string& name : {own + word.text, word.text}) {
      if (std::find(known.begin(), known.end(), name) != known.end()) return name;
    }
    std::vector<std::string> near = known;
    for (const std::string& name : known) {
      if (name.starts_with(own)) near.push_back(name.substr(own.size()));
    }
    context_.Emit(DiagnosticKind::UnknownRule, word.span,
                  fmt::format("no rule `{}`", EscapeText(word.text)), Suggest(word.text, near));
    return word.text;
  }

  Context& context_;
  uint32_t policy_;
  Env env_;
};

const ast::Define TestChecker::kNothing = {};

}  // namespace

void CheckTests(Context& context, uint32_t file, uint32_t policy) {
  TestChecker checker(context, file, policy);
  for (const ast::Item& item : context.files[file].tree.items) {
    if (const auto* test = std::get_if<ast::Test>(&item.node)) {
      context.bundle.tests.push_back(checker.Check(*test));
    }
  }
}

}  // namespace remit::checking
