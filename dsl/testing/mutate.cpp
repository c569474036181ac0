#include "dsl/testing/mutate.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace remit::testing {

using typed::kNoNode;
using typed::Node;
using typed::NodeId;
using typed::NodeKind;

namespace {

// Comparisons and what each is turned to.
struct Turn {
  ast::Op from, to;
};
constexpr Turn kTurns[] = {
    {ast::Op::Less, ast::Op::LessEqual},       {ast::Op::LessEqual, ast::Op::Less},
    {ast::Op::Greater, ast::Op::GreaterEqual}, {ast::Op::GreaterEqual, ast::Op::Greater},
    {ast::Op::Equal, ast::Op::NotEqual},       {ast::Op::NotEqual, ast::Op::Equal},
};

class Mutator {
 public:
  explicit Mutator(Suite& suite) : suite_(suite), bundle_(suite.bundle()) {}

  std::vector<Mutant> TryAll() {
    CollectNodes();
    TurnComparisons();
    MoveBoundaries();
    DropOperands();
    DropClauses();
    return std::move(mutants_);
  }

 private:
  // Nodes of one form at one place are one piece of text: a define expanded twice mutates in both.
  using PlaceKey = std::tuple<uint32_t, uint32_t, uint32_t, NodeKind, ast::Op, size_t>;

  void Collect(NodeId id) {
    if (id == kNoNode || !seen_.insert(id).second) return;
    const Node& node = bundle_.node(id);
    const PlaceKey key{node.span.file, node.span.begin, node.span.end,
                       node.kind,      node.op,         node.args.size()};
    groups_[key].push_back(id);
    if (node.kind == NodeKind::Let) Collect(bundle_.lets[node.index].value);
    for (NodeId arg : std::vector(node.args)) Collect(arg);
  }

  void CollectNodes() {
    for (const typed::Rule& rule : bundle_.rules) {
      Collect(rule.applies);
      Collect(rule.measure);
      for (const typed::Grant& grant : rule.grants) Collect(grant.applies);
      for (const typed::Band& band : rule.bands) {
        Collect(band.low);
        Collect(band.high);
      }
    }
  }

  void Try(Span span, std::string text) {
    mutants_.push_back({span, std::move(text), suite_.Fails()});
  }

  // Changes every node of the group, tries, and puts them back.
  void TryNodes(const std::vector<NodeId>& group, const std::string& text,
                const std::function<void(Node&)>& change) {
    std::vector<Node> before;
    for (NodeId id : group) {
      before.push_back(bundle_.nodes[id]);
      change(bundle_.nodes[id]);
    }
    Try(before[0].span, text);
    for (size_t i = 0; i < group.size(); ++i) bundle_.nodes[group[i]] = before[i];
  }

  void TurnComparisons() {
    for (const auto& [key, group] : groups_) {
      const Node& node = bundle_.node(group[0]);
      if (node.kind != NodeKind::Binary) continue;
      for (const Turn& turn : kTurns) {
        if (turn.from != node.op) continue;
        TryNodes(group,
                 fmt::format("`{}` turned to `{}`", ast::OpText(turn.from), ast::OpText(turn.to)),
                 [&](Node& changed) { changed.op = turn.to; });
        break;
      }
    }
  }

  // Bands: the bound turned (`above` to `at least`), and a constant limit moved by one.
  void MoveBoundaries() {
    for (size_t r = 0; r < bundle_.rules.size(); ++r) {
      for (size_t b = 0; b < bundle_.rules[r].bands.size(); ++b) {
        typed::Band& band = bundle_.rules[r].bands[b];
        const typed::Band before = band;
        static constexpr std::pair<Bound, Bound> kBounds[] = {{Bound::Above, Bound::AtLeast},
                                                              {Bound::AtLeast, Bound::Above},
                                                              {Bound::Below, Bound::AtMost},
                                                              {Bound::AtMost, Bound::Below}};
        for (const auto& [from, to] : kBounds) {
          if (before.bound != from) continue;
          band.bound = to;
          Try(before.span, "a bound that takes its limit in turned to one that does not, or back");
          band = before;
        }
      }
    }
    for (const auto& [key, group] : groups_) {
      const Node& node = bundle_.node(group[0]);
      if (node.kind != NodeKind::Constant) continue;
      if (node.value.kind == ValueKind::Int && node.value.integer < (int64_t{1} << 53)) {
        TryNodes(group, fmt::format("{} moved to {}", node.value.integer, node.value.integer + 1),
                 [](Node& changed) { ++changed.value.integer; });
      } else if (node.value.kind == ValueKind::Double) {
        const double moved = node.value.real + std::max(1.0, node.value.real) / 10;
        TryNodes(group, fmt::format("{} moved to {}", node.value.real, moved),
                 [&](Node& changed) { changed.value.real = moved; });
      }
    }
  }

  // `a && b` without a, without b; likewise `||`.
  void DropOperands() {
    for (const auto& [key, group] : groups_) {
      const Node node = bundle_.node(group[0]);
      const bool logic =
          node.kind == NodeKind::Binary && (node.op == ast::Op::And || node.op == ast::Op::Or);
      if (!logic) continue;
      for (size_t i = 0; i < node.args.size(); ++i) {
        const Span span = bundle_.node(node.args[i]).span;
        if (span == node.span) continue;
        const auto text = suite_.compilation().sources.Text(span);
        TryNodes(group,
                 fmt::format("`{}` dropped from `{}`", std::string(text.substr(0, 60)),
                             ast::OpText(node.op)),
                 [&](Node& changed) {
                   changed.args.erase(changed.args.begin() + static_cast<ptrdiff_t>(i));
                 });
        mutants_.back().span = span;
      }
    }
  }

  template <typename T>
  void DropEach(std::vector<T>& clauses, const char* what) {
    for (size_t i = 0; i < clauses.size(); ++i) {
      const std::vector<T> before = clauses;
      clauses.erase(clauses.begin() + static_cast<ptrdiff_t>(i));
      Try(before[i].span, fmt::format("{} dropped", what));
      clauses = before;
    }
  }

  void DropClauses() {
    for (size_t r = 0; r < bundle_.rules.size(); ++r) {
      DropEach(bundle_.rules[r].grants, "a grant");
      DropEach(bundle_.rules[r].bands, "a band");
    }
    DropRules();
  }

  // A rule that says nothing at all: dropped from its list, in which nothing refers to it.
  void DropRules() {
    for (size_t r = 0; r < bundle_.rules.size(); ++r) {
      const std::vector<typed::Rule> before = bundle_.rules;
      bundle_.rules.erase(bundle_.rules.begin() + static_cast<ptrdiff_t>(r));
      Try(before[r].span, fmt::format("rule `{}` dropped", before[r].name));
      bundle_.rules = before;
    }
  }

  Suite& suite_;
  typed::Bundle& bundle_;
  std::set<NodeId> seen_;
  std::map<PlaceKey, std::vector<NodeId>> groups_;
  std::vector<Mutant> mutants_;
};

}  // namespace

std::vector<Mutant> TryMutants(Suite& suite) {
  std::vector<Mutant> mutants = Mutator(suite).TryAll();
  std::sort(mutants.begin(), mutants.end(), [](const Mutant& a, const Mutant& b) {
    return std::tie(a.span.file, a.span.begin, a.text) <
           std::tie(b.span.file, b.span.begin, b.text);
  });
  return mutants;
}

}  // namespace remit::testing
