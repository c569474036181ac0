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
      : context_(context), policy_(policy), env_{.file = file, .define = &kNothing} {}

  typed::Test Check(const ast::Test& test) {
    typed::Test made{.name = test.name.text, .policy = policy_, .span = test.name.span};
    for (const auto& [name, value] : test.params) {
      Decl* decl = FindDotted(context_, env_.file, name, DeclKind::Param);
      if (decl == nullptr) continue;
      CheckParam(context_, *decl);
      made.params.emplace_back(context_.bundle.params[decl->index].name, Constant(value));
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
    return made;
  }

 private:
  static const ast::Define kNothing;  // an env with a define reads no facts

  NodeId Constant(ast::ExprId id) {
    return id == ast::kNoExpr ? kNoNode : CheckRoot(context_, env_, id);
  }

  typed::Entity CheckEntity(const ast::EntityExpr& entity) {
    return {entity.type.text, Constant(entity.id), Constant(entity.properties)};
  }

  void CheckGiven(const ast::ActionExpr& given, typed::Test& made) {
    made.given = given.kind;
    made.action = Constant(given.name);
    made.context = Constant(given.context);
    made.properties = Constant(given.properties);
    made.has_by = given.by.has_value();
    made.has_on = given.on.has_value();
    if (given.by) made.by = CheckEntity(*given.by);
    if (given.on) made.on = CheckEntity(*given.on);
  }

  typed::Expectation CheckExpectation(const ast::Expectation& expectation) {
    typed::Expectation made{
        .kind = expectation.kind, .verdict = expectation.verdict, .span = expectation.span};
    for (const ast::Word& rule : expectation.by) made.by.push_back(RuleNamed(rule));
    for (ast::ExprId to : expectation.to) made.to.push_back(Constant(to));
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
