// Rules and tests. The order of clauses is fixed here; a rule's own `when` always stands before the
// grants, because one behind `may "x"` would be the grant's.
#include <fmt/format.h>

#include <iterator>

#include "dsl/format/format.h"
#include "dsl/format/print.h"
#include "engine/model/verdict.h"
#include "engine/program/words.h"

namespace remit {
namespace {

// ` to R quorum N within D`, with `to` as the clause calls it.
std::string EffectText(const ast::File& file, const ast::Effect& effect, std::string_view to) {
  std::string out;
  if (!effect.to.empty()) out += fmt::format(" {} {}", to, ExprList(file, effect.to));
  if (effect.quorum) out += " quorum " + effect.quorum->text;
  if (effect.within) out += " within " + effect.within->text;
  return out;
}

std::string GrantText(const ast::File& file, const ast::Grant& grant) {
  std::string out = "  may " + WordList(grant.patterns);
  if (grant.when != ast::kNoExpr) out += " when " + FormatExpr(file, grant.when);
  switch (grant.permission) {
    case Permission::Alone:
      break;
    case Permission::WithNotice:
      out += " with notice" + EffectText(file, grant.effect, "to");
      break;
    case Permission::WithApproval:
      out += " with approval" + EffectText(file, grant.effect, "from");
      break;
  }
  return out + "\n";
}

std::string BandText(const ast::File& file, const ast::Band& band) {
  std::string out = fmt::format("  {} ", VerdictName(band.effect.verdict));
  switch (band.bound) {
    case Bound::Above:
      out += "above ";
      break;
    case Bound::Below:
      out += "below ";
      break;
    case Bound::AtLeast:
      out += "at least ";
      break;
    case Bound::AtMost:
      out += "at most ";
      break;
    case Bound::Outside:
      out += "outside ";
      break;
  }
  out += FormatExpr(file, band.low);
  if (band.bound == Bound::Outside) out += " and " + FormatExpr(file, band.high);
  return out + EffectText(file, band.effect, "to") + "\n";
}

std::string ValidText(const ast::Rule& rule) {
  if (!rule.valid_from && !rule.valid_until) return "";
  std::string out = "  valid";
  if (rule.valid_from) out += " from " + rule.valid_from->text;
  if (rule.valid_until) out += " until " + rule.valid_until->text;
  return out + "\n";
}

std::string EntityText(const ast::File& file, const ast::EntityExpr& entity) {
  std::string out = fmt::format("{}({}", entity.type.text, FormatExpr(file, entity.id));
  if (entity.properties != ast::kNoExpr) out += ", " + FormatExpr(file, entity.properties);
  return out + ")";
}

// The action's parts: the first begins the clause, the others may stand on lines of their own.
std::vector<std::string> ActionParts(const ast::File& file, const ast::ActionExpr& action) {
  using Kind = ast::ActionExpr::Kind;
  std::vector<std::string> parts;
  switch (action.kind) {
    case Kind::Map:
      parts.push_back(FormatExpr(file, action.context));
      return parts;
    case Kind::File:
      parts.push_back("file(" + FormatExpr(file, action.name) + ")");
      return parts;
    case Kind::Action:
      break;
  }
  std::string call = "action(" + FormatExpr(file, action.name);
  if (action.context != ast::kNoExpr) call += ", " + FormatExpr(file, action.context);
  parts.push_back(call + ")");
  if (action.properties != ast::kNoExpr) {
    parts.push_back("with " + FormatExpr(file, action.properties));
  }
  if (action.by) parts.push_back("by " + EntityText(file, *action.by));
  if (action.on) parts.push_back("on " + EntityText(file, *action.on));
  return parts;
}

std::string ExpectationText(const ast::File& file, const ast::Expectation& expectation) {
  using Kind = ast::Expectation::Kind;
  std::string out = "  expect ";
  switch (expectation.kind) {
    case Kind::Verdict:
      out += VerdictName(expectation.verdict);
      break;
    case Kind::NotBy:
      out += "not";
      break;
    case Kind::Error:
      out += "error";
      break;
    case Kind::InputError:
      out += "input error";
      break;
  }
  if (!expectation.by.empty()) out += " by " + NameList(expectation.by);
  if (!expectation.to.empty()) out += " to " + ExprList(file, expectation.to);
  return out + "\n";
}

}  // namespace

std::string RuleText(const ast::File& file, const ast::Rule& rule) {
  std::string out = fmt::format("{} {}", RuleKindWord(rule.kind), rule.name.text);
  if (!rule.patterns.empty()) out += " on " + WordList(rule.patterns);
  out += " {\n";
  const auto clause = [&](std::string_view keyword, ast::ExprId id) {
    if (id != ast::kNoExpr) out += ClauseText(file, "  ", keyword, id);
  };
  clause("for", rule.for_whom);
  clause("when", rule.when);
  clause("unless", rule.unless);
  for (const ast::Grant& grant : rule.grants) out += GrantText(file, grant);
  out += ValidText(rule);
  clause("measure", rule.measure);
  for (const ast::Band& band : rule.bands) out += BandText(file, band);
  for (const ast::Match& match : rule.matches) {
    out += fmt::format("  match {} in {}\n", match.set.text, FormatExpr(file, match.text));
  }
  if (rule.waive) out += "  waive" + EffectText(file, *rule.waive, "by") + "\n";
  if (rule.effect) {
    out += fmt::format("  {}{}\n", VerdictName(rule.effect->verdict),
                       EffectText(file, *rule.effect, "to"));
  }
  if (rule.reason) out += "  reason " + TemplateText(file, *rule.reason) + "\n";
  if (rule.severity != Severity::None) {
    out += fmt::format("  severity {}\n", SeverityWord(rule.severity));
  }
  if (!rule.refs.empty()) out += "  ref " + WordList(rule.refs) + "\n";
  if (rule.shadow) out += "  mode shadow\n";
  return out + "}\n";
}

std::string TestText(const ast::File& file, const ast::Test& test) {
  std::string out = fmt::format("test {} {{\n", QuoteString(test.name.text));
  if (!test.params.empty()) {
    std::vector<std::string> params;
    for (const auto& [name, value] : test.params) {
      params.push_back(name.text + ": " + FormatExpr(file, value));
    }
    fmt::format_to(std::back_inserter(out), "  params {{{}}}\n", fmt::join(params, ", "));
  }
  if (test.given) {
    std::vector<std::string> parts = ActionParts(file, *test.given);
    if (test.at) parts.push_back("at " + test.at->text);
    const std::string line = fmt::format("  given {}", fmt::join(parts, " "));
    out += line.size() <= kLineWidth ? line : fmt::format("  given {}", fmt::join(parts, "\n    "));
    out += "\n";
  }
  for (const ast::Expectation& expectation : test.expectations) {
    out += ExpectationText(file, expectation);
  }
  return out + "}\n";
}

}  // namespace remit
