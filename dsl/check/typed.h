// What checking hands over: a bundle of policies with every name resolved, macros and defines
// expanded, types known where they are declared. The compiler lowers it, the reference evaluator
// in tests/ walks it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dsl/ast/file.h"
#include "dsl/check/type.h"
#include "engine/base/arena.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"
#include "engine/program/program.h"

namespace remit::typed {

using NodeId = uint32_t;
inline constexpr NodeId kNoNode = 0xffffffff;

enum class NodeKind : uint8_t {
  Constant,        // `value`
  Root,            // `root`: subject, action, resource, context, now
  Param,           // params[index]
  Let,             // lets[index]
  Local,           // local `index` of the expression: comprehension variables, define parameters
  Select,          // args[0] . `name`; through an optional an optional
  OptionalSelect,  // args[0] .? `name`; `null_is_absent`
  Has,             // has(args[0] . `name`); `null_is_absent`
  Index,           // args[0] [ args[1] ]
  OptionalIndex,   // args[0] [? args[1] ]
  ReadAs,          // args[0] as declared type `index` of fact_types
  Unary,           // `op` args[0]
  Binary,          // args[0] `op` args[1]; And and Or: two or more args
  Conditional,     // args[0] ? args[1] : args[2]
  List,            // args; optionals[i] written `?e`
  Map,             // key, value, …; optionals[i]: entry i written `?k: v`
  Call,            // `function` (args…), receiver first
  OrValue,         // args[0].orValue(args[1]), lazy
  OrOptional,      // args[0].or(args[1]), lazy
  Scan,            // hits of pattern_sets[index] in args[0]
  MatchesAny,      // whether there is one
  // Comprehensions over args[0]. One variable, local `index`: a list's elements, a map's keys. Of
  // two (`pair`), `index` is a list's index or a map's key and `index` + 1 the element or value.
  All,     // args[0].all(x, args[1])
  Exists,  // likewise
  ExistsOne,
  Filter,
  MapTo,        // args[0].map(x, args[1]); transformList
  MapFilter,    // args[0].map(x, args[1] (filter), args[2])
  ToMap,        // transformMap(k, v, args[1]): a map with the same keys, or indices
  ToMapFilter,  // transformMap(k, v, args[1] (filter), args[2])
  ToEntries,    // transformMapEntry(k, v, args[1]): the maps that args[1] gives, as one
  ToEntriesFilter,
  Bind,  // args[0] is the body; local first_local + i is args[1 + i], evaluated at most
         // once, when first read. `index` is first_local
  Sum,   // a score: exact sum of args (optional numbers), rounded once, a double
  Cap,   // args[0] at most args[1]
};

struct Node {
  NodeKind kind = NodeKind::Constant;
  ast::Op op = ast::Op::Not;
  SlotRoot root = SlotRoot::Subject;
  FunctionId function = FunctionId::Size;
  bool null_is_absent = false;
  bool pair = false;  // a comprehension of two variables
  uint32_t index = 0;
  TypeId type = kDyn;
  Value value{};       // Constant
  std::string name{};  // Select, OptionalSelect, Has
  std::vector<NodeId> args{};
  std::vector<uint8_t> optionals{};  // bools
  Span span{};
};

// Whether it goes over a range.
inline bool IsComprehension(NodeKind kind) {
  return kind >= NodeKind::All && kind <= NodeKind::ToEntriesFilter;
}
// How many locals the node binds, from `index` on.
inline uint32_t BoundLocals(const Node& node) {
  if (node.kind == NodeKind::Bind) return static_cast<uint32_t>(node.args.size() - 1);
  if (!IsComprehension(node.kind)) return 0;
  return node.pair ? 2 : 1;
}

// Pieces of a text with interpolation: texts[0] nodes[0] texts[1] …
struct Template {
  std::vector<std::string> texts{};
  std::vector<NodeId> nodes{};
};

struct Effect {
  Verdict verdict = Verdict::Allow;
  std::vector<NodeId> to{};
  uint32_t quorum = 1;
  int64_t within = 0;             // nanoseconds
  uint32_t quorum_param = kNone;  // params[…] gives it instead
  uint32_t within_param = kNone;
  Span span{};
};

struct Grant {
  std::vector<std::string> patterns{};
  NodeId applies = kNoNode;  // for && when && !unless && valid bounds && the grant's own when
  Permission permission = Permission::Alone;
  Effect effect{};
  Span span{};
};

struct Band {
  Bound bound = Bound::Above;
  NodeId low = kNoNode, high = kNoNode;
  Effect effect{};
  Span span{};
};

struct Rule {
  uint32_t policy = 0;
  std::string name{};
  RuleKind kind = RuleKind::Trigger;
  std::vector<std::string> patterns{};
  bool shadow = false;
  Severity severity = Severity::None;
  std::vector<std::string> refs{};
  std::string documentation{};
  Span span{};
  NodeId applies = kNoNode;  // when && !unless; kNoNode: always. Authorities: in the grants
  bool has_reason = false;
  Template reason{};
  std::vector<Grant> grants{};
  NodeId measure = kNoNode;
  std::vector<Band> bands{};
  uint32_t hits = kNone;  // prohibit with match: lets[hits]
  Effect effect{};
};

struct Param {
  std::string name{};  // POLICY.NAME, or LIBRARY-FILE.NAME
  TypeId type = kDyn;
  uint32_t fact_type = 0;  // the same as an index of fact_types
  NodeId initial = kNoNode, at_least = kNoNode, at_most = kNoNode;
  Value value{};        // once sealed
  bool is_set = false;  // by the project: `value` is not what is declared
  Span span{};
};

struct Contribution {
  uint32_t let = 0;  // lets[let] gives the optional number
  bool has_because = false;
  Template because{};
};
struct Let {
  std::string name{};   // POLICY.NAME; "POLICY.RULE.match" for a rule's hits
  std::string shown{};  // as evidence names it: NAME, empty for what is never shown
  NodeId value = kNoNode;
  bool score = false;
  bool shared = false;  // the compiler's: an expression that stands in several places
  std::vector<Contribution> contributions{};
  Span span{};
};

struct Policy {
  std::string name{}, version{}, documentation{};
  std::vector<std::string> patterns{}, owners{};
  bool has_default = false;
  Verdict default_verdict = Verdict::Escalate;
  bool shadow = false;
  Span span{};
};

struct Expectation {
  ast::Expectation::Kind kind{};
  Verdict verdict = Verdict::Allow;
  std::vector<std::string> by{};  // POLICY.RULE
  std::vector<NodeId> to{};
  Span span{};
};
struct Entity {
  std::string type{};
  NodeId id = kNoNode, properties = kNoNode;
};
struct Test {
  std::string name{};
  uint32_t policy = 0;
  std::vector<std::pair<std::string, NodeId>> params{};  // params[].name, constant
  ast::ActionExpr::Kind given = ast::ActionExpr::Kind::Action;
  NodeId action = kNoNode, context = kNoNode, properties = kNoNode;
  bool has_by = false, has_on = false;
  Entity by{}, on{};
  Value at{};           // Timestamp; what `now` is unless the action has a time of its own
  bool has_at = false;  // it was said, and counts whatever the action says
  std::vector<Expectation> expectations{};
  Span span{};
};

// A condition or an operand that reads constants alone: whether it errs is known to who can
// evaluate it. `what` it is, as a message begins: "this condition".
struct ConstantCondition {
  NodeId node = kNoNode;
  std::string what{};
};

// As the program's (engine/program/program.h), with lists of their own.
struct PatternEntry {
  StringId id = kNone;  // these number `Bundle::strings`
  StringId regex = kNone;
  std::vector<StringId> keywords{};
  std::vector<StringId> paths{};
  double entropy = 0.0;
};
struct PatternSet {
  StringId name = kNone;
  std::vector<PatternEntry> entries{};
  std::vector<StringId> allow{};
};

// Where the parts of a pattern set stand, in the order of the set.
struct PatternSpans {
  std::vector<Span> entries{}, allow{};
};

// Lets are in an order in which each reads only earlier ones.
struct Bundle {
  std::unique_ptr<Arena> arena = std::make_unique<Arena>();  // constants
  TypeTable types{};
  std::vector<FactType> fact_types{};  // [0] is Any
  std::vector<Node> nodes{};
  std::vector<PatternSet> pattern_sets{};     // names and texts in `strings`
  std::vector<PatternSpans> pattern_spans{};  // of each set
  std::vector<std::string> strings{};
  std::vector<Param> params{};
  std::vector<Let> lets{};
  std::vector<Policy> policies{};  // by name
  std::vector<Rule> rules{};       // by policy, name
  std::vector<Test> tests{};
  std::vector<ConstantCondition> constant_conditions{};

  const Node& node(NodeId id) const { return nodes[id]; }
};

}  // namespace remit::typed
