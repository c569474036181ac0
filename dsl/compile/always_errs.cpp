#include "dsl/compile/always_errs.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>
#include <tuple>
#include <vector>

#include "dsl/compile/params.h"
#include "engine/base/escape.h"
#include "engine/vm/functions.h"
#include "engine/vm/glob.h"

namespace remit::lowering {

using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

// What one expression, or one call, may cost here; what costs more is not told of.
constexpr uint64_t kFuel = 20'000;

bool IsLiteral(const Node& node, ValueKind kind) {
  return node.kind == NodeKind::Constant && node.value.kind == kind;
}

class Finder {
 public:
  Finder(const typed::Bundle& bundle, const SourceSet& sources, Diagnostics& diagnostics)
      : bundle_(bundle), sources_(sources), diagnostics_(diagnostics) {}

  void Find() {
    FindLiterals();
    for (NodeId id = 0; id < bundle_.nodes.size(); ++id) {
      if (literal_[id] && !within_[id]) FindIn(id);
      if (!literal_[id]) CheckOperand(bundle_.node(id));
    }
    for (const typed::ConstantCondition& condition : bundle_.constant_conditions) {
      CheckCondition(condition);
    }
  }

 private:
  // Which nodes are made of literals alone, and which of them stand in larger ones. Arguments come
  // before what they are arguments of.
  void FindLiterals() {
    literal_.resize(bundle_.nodes.size());
    within_.resize(bundle_.nodes.size());
    for (NodeId id = 0; id < bundle_.nodes.size(); ++id) {
      const Node& node = bundle_.node(id);
      literal_[id] = IsMadeOfArgs(node) &&
                     std::ranges::all_of(node.args, [&](NodeId arg) { return literal_[arg]; });
      if (!literal_[id]) continue;
      for (NodeId arg : node.args) within_[arg] = true;
    }
  }

  static bool IsMadeOfArgs(const Node& node) {
    switch (node.kind) {
      case NodeKind::Constant:
        // What stands for a call that is not expanded in a define's body is null.
        return node.value.kind != ValueKind::Null;
      case NodeKind::Select:
      case NodeKind::OptionalSelect:
      case NodeKind::Index:
      case NodeKind::OptionalIndex:
      case NodeKind::Unary:
      case NodeKind::Binary:
      case NodeKind::Conditional:
      case NodeKind::List:
      case NodeKind::Map:
      case NodeKind::Call:
      case NodeKind::OrValue:
      case NodeKind::OrOptional:
        return true;
      default:
        return false;
    }
  }

  // The error that the expression of literals is; nullopt where it is none, or costs too much.
  std::optional<std::string> ErrorOf(NodeId id) {
    if (bundle_.node(id).kind == NodeKind::Constant) return std::nullopt;
    const Value value = EvaluateConstant(bundle_, id, sources_, kFuel);
    if (!value.is_error() || value.error->code == EvalErrorCode::OutOfFuel) return std::nullopt;
    return std::string(value.error->message);
  }

  // Expanded defines repeat their nodes; a place is looked at once.
  bool IsNew(const Node& node) {
    return seen_.emplace(node.span.file, node.span.begin, node.span.end, node.kind, node.function)
        .second;
  }

  // Tells of the parts that err by themselves, else of the whole. A bad regex is told elsewhere.
  bool FindIn(NodeId id) {
    const Node& node = bundle_.node(id);
    if (node.kind == NodeKind::Constant || !IsNew(node)) return false;
    const auto error = ErrorOf(id);
    if (!error) return false;
    bool told = IsPatternTold(node);
    for (NodeId arg : node.args) told = FindIn(arg) || told;
    if (!told) Tell(node, *error);
    return true;
  }

  void Tell(const Node& node, std::string_view error) {
    told_.emplace(node.span.file, node.span.begin, node.span.end);
    diagnostics_.Emit(DiagnosticKind::AlwaysErrs, node.span,
                      fmt::format("this errs whatever the action is: {}", EscapeText(error)));
  }

  // A literal operand that is refused beside every other.
  void CheckOperand(const Node& node) {
    if (node.kind == NodeKind::Binary) return CheckDivisor(node);
    if (node.kind != NodeKind::Call || node.args.size() < 2) return;
    const auto arguments = StandIns(node);
    if (!arguments || !IsNew(node)) return;
    Arena arena;
    Fuel fuel{.left = kFuel};
    Eval eval{arena, fuel};
    const Value value = CallFunction(eval, node.function, *arguments);
    if (!value.is_error() || value.error->code == EvalErrorCode::OutOfFuel) return;
    if (IsPatternTold(node)) return;
    Tell(node, value.error->message);
  }

  void CheckDivisor(const Node& node) {
    if (node.op != ast::Op::Divide && node.op != ast::Op::Modulo) return;
    const Node& divisor = bundle_.node(node.args[1]);
    const bool zero = (IsLiteral(divisor, ValueKind::Int) && divisor.value.integer == 0) ||
                      (IsLiteral(divisor, ValueKind::Uint) && divisor.value.unsigned_integer == 0);
    if (zero && IsNew(node)) Tell(node, fmt::format("`{}` by zero", ast::OpText(node.op)));
  }

  // Whether who looks for bad regexes and globs tells of it.
  bool IsPatternTold(const Node& node) const {
    if (node.kind != NodeKind::Call || node.args.size() < 2) return false;
    const Node& pattern = bundle_.node(node.args[1]);
    if (!IsLiteral(pattern, ValueKind::String)) return false;
    switch (node.function) {
      case FunctionId::Matches:
      case FunctionId::RegexExtract:
      case FunctionId::RegexExtractAll:
      case FunctionId::RegexReplace:
        return !CompiledRegex::Compile(pattern.value.string());
      case FunctionId::Glob:
        return !CheckGlob(pattern.value.string());
      default:
        return false;
    }
  }

  // Arguments for which the call errs only if it errs for all that the node may have; nullopt where
  // there are none.
  std::optional<std::vector<Value>> StandIns(const Node& node) {
    const Node& second = bundle_.node(node.args[1]);
    switch (node.function) {
      case FunctionId::GetFullYear:
      case FunctionId::GetMonth:
      case FunctionId::GetDate:
      case FunctionId::GetDayOfMonth:
      case FunctionId::GetDayOfYear:
      case FunctionId::GetDayOfWeek:
      case FunctionId::GetHours:
      case FunctionId::GetMinutes:
      case FunctionId::GetSeconds:
      case FunctionId::GetMilliseconds:
        if (!IsLiteral(second, ValueKind::String)) return std::nullopt;
        return std::vector<Value>{MakeTimestamp(0, 0), second.value};
      case FunctionId::ContainsIp:
      case FunctionId::ContainsCidr:
        if (!IsLiteral(second, ValueKind::String)) return std::nullopt;
        return std::vector<Value>{MakeCidr(std::string_view("\0\0\0\0\0", 5)), second.value};
      case FunctionId::RegexExtract:
      case FunctionId::RegexExtractAll:
        if (!IsLiteral(second, ValueKind::String)) return std::nullopt;
        return std::vector<Value>{MakeString(""), second.value};
      case FunctionId::RegexReplace: {
        if (node.args.size() < 3) return std::nullopt;
        const Node& third = bundle_.node(node.args[2]);
        const bool texts =
            IsLiteral(second, ValueKind::String) && IsLiteral(third, ValueKind::String);
        if (!texts) return std::nullopt;
        return std::vector<Value>{MakeString(""), second.value, third.value};
      }
      case FunctionId::Format:
        return FormatStandIns(node);
      default:
        return std::nullopt;
    }
  }

  // A value of each element's type; an int, which every clause takes, where that is not known.
  std::optional<std::vector<Value>> FormatStandIns(const Node& node) {
    const Node &format = bundle_.node(node.args[0]), &list = bundle_.node(node.args[1]);
    const bool known = IsLiteral(format, ValueKind::String) && list.kind == NodeKind::List &&
                       std::ranges::find(list.optionals, true) == list.optionals.end();
    if (!known) return std::nullopt;
    elements_.clear();
    for (NodeId element : list.args) {
      elements_.push_back(StandIn(bundle_.types.kind(bundle_.node(element).type)));
    }
    return std::vector<Value>{format.value, MakeList(elements_)};
  }

  static Value StandIn(TypeKind kind) {
    switch (kind) {
      case TypeKind::Bool:
        return MakeBool(true);
      case TypeKind::Double:
        return MakeDouble(0.0);
      case TypeKind::String:
        return MakeString("");
      case TypeKind::Bytes:
        return MakeBytes("");
      case TypeKind::Timestamp:
        return MakeTimestamp(0, 0);
      case TypeKind::Duration:
        return MakeDuration(0);
      case TypeKind::List:
        return MakeList({});
      default:
        return MakeInt(0);
    }
  }

  bool HoldsTold(NodeId id) const {
    const Node& node = bundle_.node(id);
    return told_.contains({node.span.file, node.span.begin, node.span.end}) ||
           std::ranges::any_of(node.args, [&](NodeId arg) { return HoldsTold(arg); });
  }

  void CheckCondition(const typed::ConstantCondition& condition) {
    const Node& node = bundle_.node(condition.node);
    // What errs in it may be absorbed, so that it does not err itself.
    const bool errs = !literal_[condition.node] || ErrorOf(condition.node);
    if (errs && HoldsTold(condition.node)) return;
    const bool literal = node.kind == NodeKind::Constant;
    diagnostics_.Emit(DiagnosticKind::ConstantCondition, node.span,
                      fmt::format("{} is the same for every action: it {}", condition.what,
                                  literal ? "is a literal" : "reads only constants"),
                      literal ? "leave it out, or write what was meant in its place"
                              : "write `true` or `false` where that is meant, or leave it out");
  }

  const typed::Bundle& bundle_;
  const SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::vector<bool> literal_, within_;
  std::set<std::tuple<uint32_t, uint32_t, uint32_t, NodeKind, FunctionId>> seen_;
  std::set<std::tuple<uint32_t, uint32_t, uint32_t>> told_;
  std::vector<Value> elements_;  // that the list of a format holds
};

}  // namespace

void CheckErring(const typed::Bundle& bundle, const SourceSet& sources, Diagnostics& diagnostics) {
  Finder(bundle, sources, diagnostics).Find();
}

}  // namespace remit::lowering
