#include "tests/reference/evaluate.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "tests/reference/comprehensions.h"
#include "tests/reference/conversions.h"
#include "tests/reference/escape.h"
#include "tests/reference/fuel.h"
#include "tests/reference/fuel_functions.h"
#include "tests/reference/functions.h"
#include "tests/reference/members.h"
#include "tests/reference/operators.h"
#include "tests/reference/regex_functions.h"
#include "tests/reference/scan.h"

namespace remit::reference {
namespace {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

bool TakesRegex(FunctionId function) {
  return function == FunctionId::Matches || function == FunctionId::RegexReplace ||
         function == FunctionId::RegexExtract || function == FunctionId::RegexExtractAll;
}

// A local and what it stands for, innermost first. A bound one is evaluated where its Bind stands,
// when it is first read.
struct Scope {
  Scope* outer = nullptr;
  uint32_t index = 0;
  std::optional<Value> value;
  NodeId initial = typed::kNoNode;
  Scope* initial_scope = nullptr;
};

class Walker {
 public:
  explicit Walker(Evaluation& evaluation) : e_(evaluation) {}

  Value Walk(NodeId id, Scope* scope) {
    if (e_.spent > e_.fuel_limit) return Fail(EvalErrorCode::OutOfFuel);
    const Value value = WalkNode(e_.bundle.node(id), scope);
    return e_.spent > e_.fuel_limit ? Fail(EvalErrorCode::OutOfFuel) : value;
  }

 private:
  Value Fail(EvalErrorCode code) { return Wrong(e_.arena, code); }

  Value WalkNode(const Node& node, Scope* scope);
  Value WalkLocal(uint32_t index, Scope* scope);
  Value WalkLogic(const Node& node, Scope* scope);
  Value WalkConditional(const Node& node, Scope* scope);
  Value WalkList(const Node& node, Scope* scope);
  Value WalkMap(const Node& node, Scope* scope);
  Value WalkOr(const Node& node, Scope* scope);
  Value WalkBind(const Node& node, Scope* scope);
  Value WalkSum(const Node& node, Scope* scope);
  Value WalkComprehension(const Node& node, Scope* scope);
  Value Strict(const Node& node, const std::vector<Value>& args);
  Value Call(const Node& node, const std::vector<Value>& args);

  Value Scan(const Node& node, const Value& input);
  Value Root(SlotRoot root) const;

  Evaluation& e_;
};

Value Walker::WalkNode(const Node& node, Scope* scope) {
  switch (node.kind) {
    case NodeKind::Constant:
      return node.value;
    case NodeKind::Root:
      return Root(node.root);
    case NodeKind::Param:
      return e_.bundle.params[node.index].value;
    case NodeKind::Let:
      return EvaluateLet(e_, node.index);
    case NodeKind::Local:
      return WalkLocal(node.index, scope);
    case NodeKind::Conditional:
      return WalkConditional(node, scope);
    case NodeKind::List:
      return WalkList(node, scope);
    case NodeKind::Map:
      return WalkMap(node, scope);
    case NodeKind::OrValue:
    case NodeKind::OrOptional:
      return WalkOr(node, scope);
    case NodeKind::Bind:
      return WalkBind(node, scope);
    case NodeKind::Sum:
      return WalkSum(node, scope);
    case NodeKind::All:
    case NodeKind::Exists:
    case NodeKind::ExistsOne:
    case NodeKind::Filter:
    case NodeKind::MapTo:
    case NodeKind::MapFilter:
    case NodeKind::ToMap:
    case NodeKind::ToMapFilter:
    case NodeKind::ToEntries:
    case NodeKind::ToEntriesFilter:
      return WalkComprehension(node, scope);
    default:
      break;
  }
  if (node.kind == NodeKind::Binary && (node.op == ast::Op::And || node.op == ast::Op::Or)) {
    return WalkLogic(node, scope);
  }
  // Everything else is strict: all operands, of which the first error is the result's.
  std::vector<Value> args;
  for (NodeId arg : node.args) args.push_back(Walk(arg, scope));
  for (const Value& arg : args) {
    if (arg.is_error()) return arg;
  }
  return Strict(node, args);
}

Value Walker::Strict(const Node& node, const std::vector<Value>& args) {
  switch (node.kind) {
    case NodeKind::Select:
      return Select(e_.arena, args[0], node.name);
    case NodeKind::OptionalSelect:
      return OptionalSelect(e_.arena, args[0], node.name, node.null_is_absent);
    case NodeKind::Has:
      return Has(e_.arena, args[0], node.name, node.null_is_absent);
    case NodeKind::Index:
      e_.spent += IndexCost(args[0], args[1]);
      return Index(e_.arena, args[0], args[1]);
    case NodeKind::OptionalIndex:
      e_.spent += IndexCost(args[0], args[1]);
      return OptionalIndex(e_.arena, args[0], args[1]);
    case NodeKind::ReadAs:
      ChargeReading(e_, node, args[0]);
      return ReadFact(e_.arena, e_.bundle.fact_types, node.index, args[0]);
    case NodeKind::Unary:
      if (node.op == ast::Op::Negate) return Negate(e_.arena, args[0]);
      if (args[0].kind != ValueKind::Bool) return Fail(EvalErrorCode::NoOverload);
      return MakeBool(!args[0].boolean);
    case NodeKind::Binary:
      e_.spent += OperatorCost(node.op, args[0], args[1]);
      return Operate(e_.arena, node.op, args[0], args[1]);
    case NodeKind::Call:
      return Call(node, args);
    case NodeKind::Scan:
      return Scan(node, args[0]);
    case NodeKind::MatchesAny: {
      const Value hits = Scan(node, args[0]);
      return hits.is_error() ? hits : MakeBool(hits.size != 0);
    }
    case NodeKind::Cap: {
      if (!IsNumber(args[0]) || !IsNumber(args[1])) return Fail(EvalErrorCode::NoOverload);
      const double score = Convert(e_.arena, FunctionId::ToDouble, args[0]).real;
      const double cap = Convert(e_.arena, FunctionId::ToDouble, args[1]).real;
      if (!std::isfinite(cap)) return Fail(EvalErrorCode::NotFinite);
      return MakeDouble(cap < score ? cap : score);
    }
    default:
      return Fail(EvalErrorCode::NoOverload);
  }
}

Value Walker::Call(const Node& node, const std::vector<Value>& args) {
  // A constant that is no regex is one like any other.
  const bool constant_regex =
      args.size() > 1 && e_.bundle.node(node.args[1]).kind == NodeKind::Constant &&
      args[1].kind == ValueKind::String && TakesRegex(node.function) && IsRegex(args[1].string());
  e_.spent += GivenCost(node.function, args, constant_regex, e_.fuel_limit);
  if (e_.spent > e_.fuel_limit) return Fail(EvalErrorCode::OutOfFuel);  // before it takes memory
  const Value result = CallFunction(e_.arena, node.function, args, e_.fuel_limit - e_.spent);
  if (result.is_error() && result.error->code == EvalErrorCode::OutOfFuel) {
    e_.spent = e_.fuel_limit + 1;
    return result;
  }
  e_.spent += ResultCost(node.function, result);
  return result;
}

Value Walker::Scan(const Node& node, const Value& input) {
  const typed::PatternSet& set = e_.bundle.pattern_sets[node.index];
  if (input.kind == ValueKind::List) e_.spent += input.size;
  const Value hits = ScanText(e_.arena, e_.bundle, set, input);
  ChargeScan(e_, set, input, hits, node.kind == NodeKind::MatchesAny);
  return hits;
}

Value Walker::Root(SlotRoot root) const {
  switch (root) {
    case SlotRoot::Subject:
      return e_.action.subject;
    case SlotRoot::Action:
      return e_.action.action;
    case SlotRoot::Resource:
      return e_.action.resource;
    case SlotRoot::Context:
      return e_.action.context;
    case SlotRoot::Now:
      return e_.now;
  }
  return e_.now;
}

Value Walker::WalkLocal(uint32_t index, Scope* scope) {
  while (scope->index != index) scope = scope->outer;
  if (!scope->value) {
    e_.spent += NodeCount(e_.bundle, scope->initial);
    scope->value = Walk(scope->initial, scope->initial_scope);
  }
  return *scope->value;
}

// Left to right, two at a time; what is decided is not evaluated further.
Value Walker::WalkLogic(const Node& node, Scope* scope) {
  const bool is_and = node.op == ast::Op::And;
  Value result = Walk(node.args[0], scope);
  for (size_t i = 1; i < node.args.size(); ++i) {
    if (is_and ? result.is_false() : result.is_true()) return result;
    const Value next = Walk(node.args[i], scope);
    result = is_and ? And(e_.arena, result, next) : Or(e_.arena, result, next);
  }
  return result;
}

Value Walker::WalkConditional(const Node& node, Scope* scope) {
  const Value condition = Walk(node.args[0], scope);
  if (condition.is_error()) return condition;
  if (condition.kind != ValueKind::Bool) return Fail(EvalErrorCode::NotBool);
  return Walk(node.args[condition.boolean ? 1 : 2], scope);
}

Value Walker::WalkList(const Node& node, Scope* scope) {
  std::vector<Value> items;
  std::optional<Value> error;
  for (size_t i = 0; i < node.args.size(); ++i) {
    Value item = Walk(node.args[i], scope);
    if (!item.is_error() && i < node.optionals.size() && node.optionals[i]) {
      if (item.kind != ValueKind::Optional) {
        item = Fail(EvalErrorCode::NoOverload);
      } else if (item.items == nullptr) {
        continue;
      } else {
        item = *item.items;
      }
    }
    if (item.is_error() && !error) error = item;
    items.push_back(item);
  }
  if (error) return *error;
  std::span<Value> stored = e_.arena.MakeArray<Value>(items.size());
  std::copy(items.begin(), items.end(), stored.begin());
  return MakeList(stored);
}

Value Walker::WalkMap(const Node& node, Scope* scope) {
  std::vector<MapEntry> entries;
  std::optional<Value> error;
  for (size_t i = 0; i + 1 < node.args.size(); i += 2) {
    const Value key = Walk(node.args[i], scope);
    Value value = Walk(node.args[i + 1], scope);
    const bool optional = i / 2 < node.optionals.size() && node.optionals[i / 2];
    if (key.is_error()) {
      value = key;
    } else if (!value.is_error() && optional) {
      if (value.kind != ValueKind::Optional) {
        value = Fail(EvalErrorCode::NoOverload);
      } else if (value.items == nullptr) {
        continue;
      } else {
        value = *value.items;
      }
    }
    if (value.is_error() && !error) error = value;
    entries.push_back({key, value});
  }
  if (error) return *error;
  std::span<MapEntry> stored = e_.arena.MakeArray<MapEntry>(entries.size());
  std::copy(entries.begin(), entries.end(), stored.begin());
  return MakeMap(e_.arena, stored);
}

// `o.orValue(x)`, `o.or(p)`.
Value Walker::WalkOr(const Node& node, Scope* scope) {
  const Value optional = Walk(node.args[0], scope);
  if (optional.is_error()) return optional;
  if (optional.kind != ValueKind::Optional) return Fail(EvalErrorCode::NoOverload);
  if (optional.items == nullptr) return Walk(node.args[1], scope);
  return node.kind == NodeKind::OrValue ? *optional.items : optional;
}

Value Walker::WalkBind(const Node& node, Scope* scope) {
  std::vector<Scope> bound(node.args.size() - 1);
  Scope* inner = scope;
  for (size_t i = 0; i < bound.size(); ++i) {
    bound[i] = {inner, node.index + static_cast<uint32_t>(i), std::nullopt, node.args[i + 1],
                scope};
    inner = &bound[i];
  }
  return Walk(node.args[0], inner);
}

Value Walker::WalkSum(const Node& node, Scope* scope) {
  std::vector<Value> terms;
  for (NodeId arg : node.args) terms.push_back(Walk(arg, scope));
  std::vector<double> numbers;
  for (const Value& term : terms) {
    if (term.is_error()) return term;
  }
  for (const Value& term : terms) {
    if (term.kind == ValueKind::Optional && term.items == nullptr) continue;
    const Value number = term.kind == ValueKind::Optional ? *term.items : term;
    if (!IsNumber(number)) return Fail(EvalErrorCode::NoOverload);
    numbers.push_back(Convert(e_.arena, FunctionId::ToDouble, number).real);
  }
  const std::optional<double> sum = ExactSum(numbers);
  return sum ? MakeDouble(*sum) : Fail(EvalErrorCode::NotFinite);
}

Value Walker::WalkComprehension(const Node& node, Scope* scope) {
  const Value range = Walk(node.args[0], scope);
  return Comprehend(e_, node, range, [&](NodeId operand, const Value& first, const Value& second) {
    Scope one{scope, node.index, first, typed::kNoNode, nullptr};
    if (!node.pair) return Walk(operand, &one);
    Scope two{&one, node.index + 1, second, typed::kNoNode, nullptr};
    return Walk(operand, &two);
  });
}

}  // namespace

Value Evaluate(Evaluation& evaluation, NodeId root) {
  evaluation.spent += NodeCount(evaluation.bundle, root);
  return Walker(evaluation).Walk(root, nullptr);
}

Value EvaluateLet(Evaluation& evaluation, uint32_t let) {
  evaluation.lets.resize(evaluation.bundle.lets.size());
  if (!evaluation.lets[let]) {
    // By itself, with all the fuel that a rule has: who reads it first makes no difference.
    const uint64_t reader = evaluation.spent;
    evaluation.spent = 0;
    const Value value = Evaluate(evaluation, evaluation.bundle.lets[let].value);
    // One that runs out costs the whole limit, however far beyond it the last charge went.
    evaluation.lets[let] = LetState{value, std::min(evaluation.spent, evaluation.fuel_limit)};
    evaluation.spent = reader;
  }
  evaluation.spent += evaluation.lets[let]->fuel;
  return evaluation.lets[let]->value;
}

std::string Render(Evaluation& evaluation, const typed::Template& text) {
  ++evaluation.spent;
  for (NodeId node : text.nodes) evaluation.spent += NodeCount(evaluation.bundle, node);
  std::string out;
  size_t pieces = 0;
  for (size_t i = 0; i < text.texts.size(); ++i) {
    out += text.texts[i];
    pieces += text.texts[i].empty() && !text.nodes.empty() ? 0 : 1;
    if (i >= text.nodes.size()) continue;
    const Value value = Walker(evaluation).Walk(text.nodes[i], nullptr);
    out += value.is_error() ? "{error}" : Escape(PrintValue(value), 200);
    ++pieces;
  }
  if (pieces != 1) evaluation.spent += out.size() / 32;
  return evaluation.spent > evaluation.fuel_limit ? "{error}" : out;
}

}  // namespace remit::reference
