#include "dsl/lint/meet.h"

#include <algorithm>

namespace remit {
namespace {

std::string_view TakeSegment(std::string_view& pattern) {
  const size_t dot = pattern.find('.');
  const std::string_view segment = pattern.substr(0, dot);
  pattern = dot == std::string_view::npos ? "" : pattern.substr(dot + 1);
  return segment;
}

}  // namespace

// A trailing `*` stands for one or more segments, so whatever is left of the other side meets it.
bool PatternsMeet(std::string_view a, std::string_view b) {
  while (!a.empty() && !b.empty()) {
    if (a == "*" || b == "*") return true;
    const std::string_view left = TakeSegment(a), right = TakeSegment(b);
    if (left != right && left != "*" && right != "*") return false;
  }
  return a.empty() && b.empty();
}

bool SameExpression(const typed::Bundle& bundle, typed::NodeId a_id, typed::NodeId b_id) {
  if (a_id == b_id) return true;
  const typed::Node &a = bundle.node(a_id), &b = bundle.node(b_id);
  if (a.kind != b.kind || a.kind == typed::NodeKind::Constant) return false;
  if (a.op != b.op || a.root != b.root || a.function != b.function || a.index != b.index ||
      a.name != b.name || a.args.size() != b.args.size()) {
    return false;
  }
  return std::equal(a.args.begin(), a.args.end(), b.args.begin(),
                    [&](typed::NodeId x, typed::NodeId y) { return SameExpression(bundle, x, y); });
}

}  // namespace remit
