// The four kinds of rule: section 5 of the language. Clauses stand in any order; which of them a
// rule needs is checked when its body closes.
#include "dsl/parse/clause_words.h"
#include "dsl/parse/grammar.h"

namespace remit::grammar {
namespace {

// --- actions ---

template <RuleKind kind, const auto& words>
constexpr auto kOpen = [](auto& context) {
  x3::_val(context).kind = kind;
  OpenBody(StateOf(context), words);
};
template <auto permission, Verdict verdict>
constexpr auto kPermit = [](auto& context) {
  x3::_val(context).permission = permission;
  x3::_val(context).effect.verdict = verdict;
};
constexpr auto kSetTo = [](auto& context) {
  x3::_val(context).effect.to = std::move(x3::_attr(context));
};
constexpr auto kSetQuorum = [](auto& context) {
  x3::_val(context).effect.quorum = std::move(x3::_attr(context));
};
constexpr auto kSetWithin = [](auto& context) {
  x3::_val(context).effect.within = std::move(x3::_attr(context));
};
template <Verdict verdict>
constexpr auto kBandVerdict = [](auto& context) { x3::_val(context).effect.verdict = verdict; };
template <typename T, T value>
constexpr auto kValue = [](auto& context) { x3::_val(context) = value; };

// The place of a band or grant is that of its effect too.
struct EffectNote {
  template <typename T>
  static void Apply(ParseState& state, T& value, const Token& first, const Token& last) {
    value.span = SpanOf(state, first, last);
    value.effect.span = value.span;
  }
};
constexpr NotedMaker<EffectNote> kWithEffect;

// Complains of what the rule needs and has not.
void CheckComplete(ParseState& state, const ast::Rule& rule) {
  const auto require = [&](bool there, std::string_view words) {
    if (!there) RequireClause(state, rule.name.span, words);
  };
  const bool when = rule.when != ast::kNoExpr;
  switch (rule.kind) {
    case RuleKind::Authority:
      require(rule.for_whom != ast::kNoExpr, "`for`: whom the authority is given to");
      return;
    case RuleKind::Threshold:
      require(rule.measure != ast::kNoExpr, "`measure`: what the bands bound");
      require(!rule.bands.empty(), "`notify` or `escalate`: a band");
      return;
    case RuleKind::Prohibit:
      require(when || !rule.matches.empty(), "`when` or `match`: what is prohibited");
      return;
    case RuleKind::Trigger:
      require(when, "`when`: the situation");
      require(rule.effect.has_value(), "`notify` or `escalate`: what follows");
      return;
  }
}
struct CompleteNote {
  static void Apply(ParseState& state, ast::Rule& rule, const Token&, const Token&) {
    CheckComplete(state, rule);
  }
};
constexpr NotedMaker<CompleteNote> kComplete;

// --- what effects are made of ---

using ast::Band;
using ast::Effect;
using ast::Grant;
using ast::Rule;

const auto kQuorumOf = Keyword("quorum") > kCount[kSet<&Effect::quorum>];
const auto kWithinOf = Keyword("within") > kDuration[kSet<&Effect::within>];
const auto kToOf = Keyword("to") > kRecipients[kSet<&Effect::to>];
const auto kTo = Keyword("to") > kRecipients[kSetTo];
const auto kQuorum = Keyword("quorum") > kCount[kSetQuorum];
const auto kWithin = Keyword("within") > kDuration[kSetWithin];

constexpr x3::rule<struct SeverityTag, Severity> kSeverity("`low`, `medium`, `high` or `critical`");
const auto kSeverity_def = (Keyword("low") >> x3::eps[kValue<Severity, Severity::Low>]) |
                           (Keyword("medium") >> x3::eps[kValue<Severity, Severity::Medium>]) |
                           (Keyword("high") >> x3::eps[kValue<Severity, Severity::High>]) |
                           (Keyword("critical") >> x3::eps[kValue<Severity, Severity::Critical>]);

// --- clauses ---

constexpr x3::rule<struct GrantTag, Grant> kGrant("a grant");
const auto kNotice = Keyword("notice") >>
                     x3::eps[kPermit<Permission::WithNotice, Verdict::Notify>] >
                     Keyword("to") > kRecipients[kSetTo];
const auto kApproval = Keyword("approval") >>
                       x3::eps[kPermit<Permission::WithApproval, Verdict::Escalate>] >
                       -(Keyword("from") > kRecipients[kSetTo]) > -kQuorum > -kWithin;
const auto kGrant_def =
    kWithEffect[Keyword("may") > kActionPatterns[kSet<&Grant::patterns>] >
                -(Keyword("when") > kExpression[kSet<&Grant::when>]) >
                -(Keyword("with") >
                  (kNotice | kApproval | (x3::eps > NothingElse("`notice` or `approval`"))))];

constexpr x3::rule<struct BandTag, Band> kBand("a band");
const auto kBound =
    (Keyword("above") > x3::eps[kMark<&Band::bound, Bound::Above>] >
     kExpression[kSet<&Band::low>]) |
    (Keyword("below") > x3::eps[kMark<&Band::bound, Bound::Below>] >
     kExpression[kSet<&Band::low>]) |
    (Keyword("at") > ((Keyword("least") >> x3::eps[kMark<&Band::bound, Bound::AtLeast>]) |
                      (Keyword("most") >> x3::eps[kMark<&Band::bound, Bound::AtMost>]) |
                      (x3::eps > NothingElse("`least` or `most`"))) >
     kExpression[kSet<&Band::low>]) |
    (Keyword("outside") > x3::eps[kMark<&Band::bound, Bound::Outside>] >
     kExpression[kSet<&Band::low>] > Keyword("and") > kExpression[kSet<&Band::high>]) |
    (x3::eps > NothingElse("`above`, `below`, `at least`, `at most` or `outside`"));
const auto kBand_def =
    kWithEffect[(Keyword("notify") >> x3::eps[kBandVerdict<Verdict::Notify>] > kBound > -kTo) |
                (Keyword("escalate") >> x3::eps[kBandVerdict<Verdict::Escalate>] > kBound > -kTo >
                 -kQuorum > -kWithin)];

constexpr x3::rule<struct MatchTag, ast::Match> kMatch("a match");
const auto kMatch_def = kDotted[kSet<&ast::Match::set>] >
                        Keyword("in") > kExpression[kSet<&ast::Match::text>];

constexpr x3::rule<struct WaiveTag, Effect> kWaive("a waiver");
const auto kWaive_def =
    kSpanned[Clause("waive") >> x3::eps[kMark<&Effect::verdict, Verdict::Escalate>] >
             Keyword("by") > kRecipients[kSet<&Effect::to>] > -kQuorumOf];

constexpr x3::rule<struct EffectTag, Effect> kEffect("an effect");
const auto kEffect_def =
    kSpanned[(Clause("notify", "effect") >> x3::eps[kMark<&Effect::verdict, Verdict::Notify>] >
              -kToOf) |
             (Clause("escalate", "effect") >> x3::eps[kMark<&Effect::verdict, Verdict::Escalate>] >
              -kToOf > -kQuorumOf > -kWithinOf)];

constexpr auto kSetValidFrom = kSet<&Rule::valid_from>;
const auto kUntil = Keyword("until") > kTimestamp[kSet<&Rule::valid_until>];
const auto kBounds = (Keyword("from") > kTimestamp[kSetValidFrom] > -kUntil) | kUntil |
                     (x3::eps > NothingElse("`from` or `until`"));

const auto kCommonClause =
    (Clause("unless") > kExpression[kSet<&Rule::unless>]) |
    (Clause("reason") > kTemplate[kSet<&Rule::reason>]) |
    (Clause("severity") > kSeverity[kSet<&Rule::severity>]) |
    (Clause("ref") > kStrings[kSet<&Rule::refs>]) |
    (Clause("mode") > Keyword("shadow") > x3::eps[kMark<&Rule::shadow, true>]);
const auto kWhenClause = Clause("when") > kExpression[kSet<&Rule::when>];

const auto kAuthorityClause = kWhenClause | kCommonClause |
                              (Clause("for") > kExpression[kSet<&Rule::for_whom>]) |
                              kGrant[kPush<&Rule::grants>] | (Clause("valid") > kBounds) |
                              Stray("a clause of `authority` or `}`");
const auto kThresholdClause = kWhenClause | kCommonClause |
                              (Clause("measure") > kExpression[kSet<&Rule::measure>]) |
                              kBand[kPush<&Rule::bands>] | Stray("a clause of `threshold` or `}`");
const auto kProhibitClause = kWhenClause | kCommonClause |
                             (Keyword("match") > kMatch[kPush<&Rule::matches>]) |
                             kWaive[kSet<&Rule::waive>] | Stray("a clause of `prohibit` or `}`");
const auto kTriggerClause = kWhenClause | kCommonClause | kEffect[kSet<&Rule::effect>] |
                            Stray("a clause of `trigger` or `}`");

const auto kHead = kName[kSet<&Rule::name>] >
                   -(Keyword("on") > kActionPatterns[kSet<&Rule::patterns>]) > kLeftBrace;

BOOST_SPIRIT_DEFINE(kSeverity, kGrant, kBand, kMatch, kWaive, kEffect)

}  // namespace

const auto kPolicyRule_def =
    kComplete[(Keyword("authority") >> x3::eps[kOpen<RuleKind::Authority, kAuthorityWords>] >
               kHead > *kRecovering[kAuthorityClause] > kBodyEnd) |
              (Keyword("threshold") >> x3::eps[kOpen<RuleKind::Threshold, kThresholdWords>] >
               kHead > *kRecovering[kThresholdClause] > kBodyEnd) |
              (Keyword("prohibit") >> x3::eps[kOpen<RuleKind::Prohibit, kProhibitWords>] > kHead >
               *kRecovering[kProhibitClause] > kBodyEnd) |
              (Keyword("trigger") >> x3::eps[kOpen<RuleKind::Trigger, kTriggerWords>] > kHead >
               *kRecovering[kTriggerClause] > kBodyEnd)];

BOOST_SPIRIT_DEFINE(kPolicyRule)
BOOST_SPIRIT_INSTANTIATE(PolicyRuleRule, Iterator, Context)

}  // namespace remit::grammar
