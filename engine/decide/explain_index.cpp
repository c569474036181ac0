#include "engine/decide/explain_index.h"

#include <algorithm>
#include <string_view>

#include "engine/base/escape.h"
#include "engine/program/cost.h"
#include "engine/program/listing_text.h"

namespace remit {
namespace {

// Constants as CEL writes them, where the listing names their kind.
std::string ConstantCel(const Program& program, const Constant& constant) {
  std::string text = ConstantText(program, constant);
  constexpr std::string_view kDouble = "double ";
  if (constant.kind == ValueKind::Double) return text.substr(kDouble.size());
  if (constant.kind != ValueKind::List) return text;
  text = "[";
  for (uint32_t i = 0; i < constant.count; ++i) {
    if (i > 0) text += ", ";
    text += ConstantCel(program, program.constant_items[constant.first + i]);
  }
  return text + "]";
}

std::string GuardText(const Program& program, const Guard& guard) {
  const std::string slot = SlotText(program, guard.slot);
  if (guard.test == Opcode::Slot) return slot;
  if (guard.test == Opcode::Not) return "!" + slot;
  if (guard.test == Opcode::SlotMatches) {
    const StringId regex = program.regexes[guard.constant];
    return slot + ".matches(" + '"' + EscapeText(program.strings[regex]) + "\")";
  }
  const std::string constant = ConstantCel(program, program.constants[guard.constant]);
  switch (guard.test) {
    case Opcode::SlotEqual:
      return slot + " == " + constant;
    case Opcode::SlotNotEqual:
      return slot + " != " + constant;
    case Opcode::SlotLess:
      return slot + " < " + constant;
    case Opcode::SlotLessEqual:
      return slot + " <= " + constant;
    case Opcode::SlotGreater:
      return slot + " > " + constant;
    case Opcode::SlotGreaterEqual:
      return slot + " >= " + constant;
    case Opcode::SlotIn:
      return slot + " in " + constant;
    default:
      return slot + ".startsWith(" + constant + ")";
  }
}

// What its patterns cover: of each list that does not cover everything, the patterns, within those
// of the list before.
std::vector<std::string> PatternTexts(const Program& program, const Unit& unit) {
  const Rule& rule = program.rules[unit.rule];
  std::vector<IdRange> lists = {program.policies[rule.policy].patterns, rule.patterns};
  if (unit.grant != kNone) lists.push_back(program.grants[rule.grants][unit.grant].patterns);
  std::string within;
  std::vector<std::string> texts;
  for (const IdRange range : lists) {
    const std::span<const StringId> list = program.ids[range];
    const auto covers_all = [&](StringId id) { return program.strings[id] == "*"; };
    if (list.empty() || std::ranges::any_of(list, covers_all)) continue;
    if (!texts.empty()) {
      within += " within ";
      for (size_t i = 0; i < texts.size(); ++i) within += (i == 0 ? "" : " or ") + texts[i];
    }
    texts.clear();
    for (const StringId id : list) texts.push_back(EscapeText(program.strings[id]));
  }
  for (std::string& text : texts) text += within;
  return texts;
}

std::string WhyRun(const Program& program, const RuleIndex::Way& way) {
  const Rule& rule = program.rules[way.unit.rule];
  const bool condition =
      rule.applies != kNone ||
      (way.unit.grant != kNone && program.grants[rule.grants][way.unit.grant].applies != kNone);
  if (!condition) return "it has no condition";
  return way.every_name ? "no conjunct that could be tested comes first"
                        : "no other conjunct that could be tested comes first";
}

std::string Joined(const std::vector<std::string>& texts, std::string_view separator) {
  std::string joined;
  for (const std::string& text : texts) {
    if (!joined.empty()) joined += separator;
    joined += text;
  }
  return joined;
}

}  // namespace

std::vector<WayText> ExplainIndex(const LoadedProgram& loaded, const RuleIndex& index) {
  const Program& program = loaded.program();
  std::vector<WayText> texts;
  for (const RuleIndex::Way& way : index.Ways()) {
    WayText& text = texts.emplace_back();
    text.rule = EscapeText(RuleTitle(program, way.unit.rule));
    text.grant = way.unit.grant == kNone ? 0 : way.unit.grant + 1;
    text.every_action = way.every_name;
    if (way.by_glob) {
      text.actions = PatternTexts(program, way.unit);
    } else {
      for (const std::string_view name : way.names) text.actions.push_back(EscapeText(name));
    }
    for (const Guard& guard : way.tables) text.tables.push_back(GuardText(program, guard));
    text.untabled = way.untabled;
    for (const Guard& guard : way.tests) {
      if (std::ranges::find(way.tables, guard) != way.tables.end()) continue;
      text.tests.push_back(GuardText(program, guard));
    }
    const bool found = text.every_action || !text.actions.empty();
    if (found && way.tables.empty() && way.tests.empty()) text.why_run = WhyRun(program, way);
  }
  return texts;
}

std::string LineOf(const WayText& way) {
  std::string line = way.rule;
  if (way.grant != 0) line += ", grant " + std::to_string(way.grant);
  if (!way.every_action && way.actions.empty()) {
    return line + ": no action: its patterns and conditions have no name in common";
  }
  const bool one = way.actions.size() == 1 && way.actions[0].find('*') == std::string::npos;
  line += way.every_action ? ": every action" : one ? ": action " : ": actions ";
  line += Joined(way.actions, ", ");
  for (const std::string& table : way.tables) {
    line += "; " + table + (way.untabled ? " (table for some actions)" : " (table)");
  }
  if (!way.tests.empty()) line += "; " + Joined(way.tests, " && ") + " (tested first)";
  if (!way.why_run.empty()) line += "; always run: " + way.why_run;
  return line;
}

}  // namespace remit
