#include "dsl/compile/constants.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include "dsl/compile/always_errs.h"
#include "dsl/compile/params.h"
#include "engine/base/escape.h"
#include "engine/vm/compiled_regex.h"
#include "engine/vm/glob.h"

namespace remit::lowering {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

struct Checker {
  const typed::Bundle& bundle;
  const SourceSet& sources;
  Diagnostics& diagnostics;
  std::set<std::string, std::less<>> regexes{};  // that are some
};

void CheckRegex(Checker& checker, std::string_view pattern, Span span) {
  if (checker.regexes.contains(pattern)) return;
  if (auto regex = CompiledRegex::Compile(pattern); !regex) {
    checker.diagnostics.Emit(DiagnosticKind::BadRegex, span, EscapeText(regex.error().message));
  } else {
    checker.regexes.emplace(pattern);
  }
}

void CheckGlobText(Checker& checker, std::string_view pattern, Span span) {
  if (const auto glob = CheckGlob(pattern); !glob) {
    checker.diagnostics.Emit(DiagnosticKind::BadGlob, span, EscapeText(glob.error().message));
  }
}

// The text of a constant string argument, params included.
std::optional<std::string_view> ConstantText(const typed::Bundle& bundle, NodeId id) {
  const Node& node = bundle.node(id);
  const Value* value = node.kind == NodeKind::Constant ? &node.value
                       : node.kind == NodeKind::Param  ? &bundle.params[node.index].value
                                                       : nullptr;
  if (value == nullptr || value->kind != ValueKind::String) return std::nullopt;
  return value->string();
}

// Whether the second argument is a regex.
bool TakesRegex(FunctionId function) {
  return function == FunctionId::Matches || function == FunctionId::RegexReplace ||
         function == FunctionId::RegexExtract || function == FunctionId::RegexExtractAll;
}

// Expanded defines repeat their nodes; a place is told once.
void CheckCalls(Checker& checker) {
  std::set<std::pair<uint32_t, uint32_t>> told;
  for (const Node& node : checker.bundle.nodes) {
    if (node.kind != NodeKind::Call || node.args.size() < 2) continue;
    const bool regex = TakesRegex(node.function);
    if (!regex && node.function != FunctionId::Glob) continue;
    const auto pattern = ConstantText(checker.bundle, node.args[1]);
    if (!pattern) continue;
    const Span span = checker.bundle.node(node.args[1]).span;
    if (!told.emplace(span.file, span.begin).second) continue;
    regex ? CheckRegex(checker, *pattern, span) : CheckGlobText(checker, *pattern, span);
  }
}

void CheckPatternSets(Checker& checker) {
  const typed::Bundle& bundle = checker.bundle;
  for (size_t i = 0; i < bundle.pattern_sets.size(); ++i) {
    const typed::PatternSet& set = bundle.pattern_sets[i];
    const typed::PatternSpans& spans = bundle.pattern_spans[i];
    for (size_t k = 0; k < set.entries.size(); ++k) {
      CheckRegex(checker, bundle.strings[set.entries[k].regex], spans.entries[k]);
      for (StringId path : set.entries[k].paths) {
        CheckGlobText(checker, bundle.strings[path], spans.entries[k]);
      }
    }
    for (size_t k = 0; k < set.allow.size(); ++k) {
      CheckRegex(checker, bundle.strings[set.allow[k]], spans.allow[k]);
    }
  }
}

void CheckEffect(Checker& checker, const typed::Effect& effect) {
  const auto& params = checker.bundle.params;
  if (effect.quorum_param != kNone) {
    const int64_t quorum = params[effect.quorum_param].value.integer;
    if (quorum < 1 || quorum > 1'000'000) {
      checker.diagnostics.Emit(DiagnosticKind::BadParam, effect.span,
                               fmt::format("a quorum is a count of people, 1 or more; `{}` is {}",
                                           EscapeText(params[effect.quorum_param].name), quorum));
    }
  }
  if (effect.within_param != kNone && params[effect.within_param].value.integer <= 0) {
    checker.diagnostics.Emit(DiagnosticKind::BadParam, effect.span,
                             fmt::format("a deadline is over 0; `{}` is not",
                                         EscapeText(params[effect.within_param].name)));
  }
}

bool ReadsParam(const typed::Bundle& bundle, NodeId id) {
  const Node& node = bundle.node(id);
  if (node.kind == NodeKind::Param) return true;
  for (NodeId arg : node.args) {
    if (ReadsParam(bundle, arg)) return true;
  }
  return false;
}

// A band whose limits are constant: the measures that cross it, as one or two rays. Ints and
// doubles both fit well enough to compare bands.
struct ConstantBand {
  const typed::Band* band;
  double low, high;
  bool param;
};

std::optional<double> ConstantNumber(Checker& checker, NodeId id) {
  if (id == kNoNode) return 0.0;
  const Value value = EvaluateConstant(checker.bundle, id, checker.sources);
  if (value.kind == ValueKind::Int) return static_cast<double>(value.integer);
  if (value.kind == ValueKind::Double) return value.real;
  return std::nullopt;
}

bool IsUpper(Bound bound) { return bound == Bound::Above || bound == Bound::AtLeast; }

// Whether every measure that crosses `inner` crosses `outer` too.
bool Covers(const ConstantBand& outer, const ConstantBand& inner) {
  const Bound a = outer.band->bound, b = inner.band->bound;
  auto upper = [](const ConstantBand& o, double limit, Bound bound) {
    if (!IsUpper(o.band->bound) && o.band->bound != Bound::Outside) return false;
    const double from = o.band->bound == Bound::Outside ? o.high : o.low;
    return limit > from ||
           (limit == from && !(bound == Bound::AtLeast && o.band->bound != Bound::AtLeast));
  };
  auto lower = [](const ConstantBand& o, double limit, Bound bound) {
    if (IsUpper(o.band->bound)) return false;
    return limit < o.low ||
           (limit == o.low && !(bound == Bound::AtMost && o.band->bound != Bound::AtMost));
  };
  if (b == Bound::Outside) {
    return a == Bound::Outside && outer.low >= inner.low && outer.high <= inner.high;
  }
  return IsUpper(b) ? upper(outer, inner.low, b) : lower(outer, inner.low, b);
}

// Whether `inner` asks or tells nobody that `outer` does not: constant names only.
bool AddsNobody(const typed::Bundle& bundle, const typed::Effect& outer,
                const typed::Effect& inner) {
  if (inner.quorum > outer.quorum || inner.within != outer.within) return false;
  auto named = [&](NodeId id) {
    return std::any_of(outer.to.begin(), outer.to.end(), [&](NodeId other) {
      const auto a = ConstantText(bundle, id), b = ConstantText(bundle, other);
      return a && b && *a == *b;
    });
  };
  if (inner.to.empty()) return outer.to.empty();
  return std::all_of(inner.to.begin(), inner.to.end(), named);
}

void CheckBands(Checker& checker, const typed::Rule& rule) {
  std::vector<ConstantBand> bands;
  for (const typed::Band& band : rule.bands) {
    const auto low = ConstantNumber(checker, band.low), high = ConstantNumber(checker, band.high);
    if (!low || !high) continue;
    const bool param = ReadsParam(checker.bundle, band.low) ||
                       (band.high != kNoNode && ReadsParam(checker.bundle, band.high));
    if (band.bound == Bound::Outside && *low > *high) {
      checker.diagnostics.Emit(
          DiagnosticKind::EmptyRange, band.span,
          fmt::format("`outside {} and {}`: the first is above the second", *low, *high));
      continue;
    }
    bands.push_back({&band, *low, *high, param});
  }
  // A band is pointless where one of a stricter verdict is crossed whenever it is, or one of the
  // same verdict that asks or tells the same people.
  for (const ConstantBand& inner : bands) {
    for (const ConstantBand& outer : bands) {
      const Verdict a = outer.band->effect.verdict, b = inner.band->effect.verdict;
      if (&inner == &outer || a < b || !Covers(outer, inner)) continue;
      if (a == b && !AddsNobody(checker.bundle, outer.band->effect, inner.band->effect)) continue;
      if (a == b && Covers(inner, outer) && &inner < &outer) continue;  // equal: said once
      const bool param = inner.param || outer.param;
      checker.diagnostics.Emit(
          param ? DiagnosticKind::UnreachableBand : DiagnosticKind::PointlessBand, inner.band->span,
          fmt::format("this band adds nothing: `{}` is crossed whenever it is",
                      EscapeText(checker.sources.Text(outer.band->span), 80)));
      break;
    }
  }
}

}  // namespace

void CheckConstants(const typed::Bundle& bundle, const SourceSet& sources,
                    Diagnostics& diagnostics) {
  Checker checker{bundle, sources, diagnostics};
  CheckCalls(checker);
  CheckPatternSets(checker);
  CheckErring(bundle, sources, diagnostics);
  for (const typed::Rule& rule : bundle.rules) {
    CheckBands(checker, rule);
    CheckEffect(checker, rule.effect);
    for (const typed::Grant& grant : rule.grants) CheckEffect(checker, grant.effect);
    for (const typed::Band& band : rule.bands) CheckEffect(checker, band.effect);
  }
}

}  // namespace remit::lowering
