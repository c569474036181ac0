#include "engine/program/words.h"

namespace remit {

std::string_view SlotRootWord(SlotRoot root) {
  switch (root) {
    case SlotRoot::Subject:
      return "subject";
    case SlotRoot::Action:
      return "action";
    case SlotRoot::Resource:
      return "resource";
    case SlotRoot::Context:
      return "context";
    case SlotRoot::Now:
      return "now";
  }
  return {};
}

std::string_view RuleKindWord(RuleKind kind) {
  switch (kind) {
    case RuleKind::Authority:
      return "authority";
    case RuleKind::Threshold:
      return "threshold";
    case RuleKind::Prohibit:
      return "prohibit";
    case RuleKind::Trigger:
      return "trigger";
  }
  return {};
}

std::string_view SeverityWord(Severity severity) {
  switch (severity) {
    case Severity::None:
      return "none";
    case Severity::Low:
      return "low";
    case Severity::Medium:
      return "medium";
    case Severity::High:
      return "high";
    case Severity::Critical:
      return "critical";
  }
  return {};
}

std::string_view BoundWord(Bound bound) {
  switch (bound) {
    case Bound::Above:
      return "above";
    case Bound::Below:
      return "below";
    case Bound::AtLeast:
      return "at least";
    case Bound::AtMost:
      return "at most";
    case Bound::Outside:
      return "outside";
  }
  return {};
}

std::string_view PermissionWord(Permission permission) {
  switch (permission) {
    case Permission::Alone:
      return "alone";
    case Permission::WithNotice:
      return "with notice";
    case Permission::WithApproval:
      return "with approval";
  }
  return {};
}

}  // namespace remit
