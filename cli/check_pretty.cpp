// The reviewer's view on a terminal of 80 to 100 columns. First what concerns the whole change,
// then what concerns many files, told once each, then file by file.
#include <algorithm>
#include <map>
#include <span>
#include <tuple>
#include <utility>

#include "cli/check_output.h"
#include "cli/json_members.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "engine/base/escape.h"
#include "engine/model/json_read.h"

namespace remit {
namespace {

constexpr size_t kWidth = 96;
constexpr size_t kShownCharacters = 300;  // of one text
constexpr size_t kGroupedFiles = 3;       // a finding about more files is told once, not for each
constexpr size_t kShownFiles = 10;        // of such a finding
constexpr size_t kShownLines = 8;         // ranges of lines of one file
constexpr const char* kIndent = "            ";

std::string Show(std::string_view text) { return EscapeText(text, kShownCharacters); }

size_t Columns(std::string_view text) {
  return static_cast<size_t>(
      std::ranges::count_if(text, [](char c) { return (c & 0xc0) != 0x80; }));
}

// `text` in lines of at most kWidth columns where its words allow, each after `indent`; `mark`
// stands before the first.
std::string Wrapped(std::string_view text, std::string indent, std::string_view mark = {}) {
  std::string out = indent + std::string(mark);
  indent.append(mark.size(), ' ');
  size_t column = indent.size();
  bool first = true;
  while (!text.empty()) {
    const std::string_view word = text.substr(0, text.find(' '));
    text.remove_prefix(std::min(text.size(), word.size() + 1));
    const size_t width = Columns(word);
    if (!first && column + 1 + width > kWidth) {
      out += "\n" + indent;
      column = indent.size();
    } else if (!first) {
      out += ' ';
      ++column;
    }
    out += word;
    column += width;
    first = false;
  }
  return out;
}

std::string Head(const std::string& text, bool colour) {
  return "\n" + Paint(colour, Colour::Bold, text) + "\n";
}

// "12–20, 40" of the ranges on one side, and how many more there are.
std::string RangesText(std::span<const ReviewLines> lines) {
  std::string out;
  for (const ReviewLines& one : lines.first(std::min(lines.size(), kShownLines))) {
    out += (out.empty() ? "" : ", ") + std::to_string(one.first);
    if (one.last > one.first) out += "–" + std::to_string(one.last);
  }
  if (lines.size() > kShownLines) {
    out += " and " + std::to_string(lines.size() - kShownLines) + " more";
  }
  return out;
}

std::string SideText(std::span<const ReviewLines> lines) {
  if (lines.empty()) return "";
  const bool one = lines.size() == 1 && lines[0].first == lines[0].last;
  return (one ? "line " : "lines ") + RangesText(lines);
}

// "line 7", "lines 12–20, 40; removed line 3"; empty for a file as a whole.
std::string LinesText(std::span<const ReviewLines> lines) {
  const auto removed = std::ranges::find(lines, true, &ReviewLines::removed);
  const size_t added = static_cast<size_t>(removed - lines.begin());
  std::string out = SideText(lines.first(added));
  if (added == lines.size()) return out;
  return out + (out.empty() ? "removed " : "; removed ") + SideText(lines.subspan(added));
}

struct Shown {
  const Value* finding = nullptr;  // as DecisionJson has it
  const ReviewFinding* review = nullptr;
};

bool IsShadow(const Shown& shown) { return IsTrueMember(*shown.finding, "shadow"); }

std::string FindingText(const Shown& shown, const std::string& lines, bool colour) {
  const Value& finding = *shown.finding;
  const bool shadow = IsShadow(shown);
  const std::string_view verdict = TextMember(finding, "verdict");
  std::string out = "  ";
  out += shadow ? Paint(colour, Colour::Dim, PaintVerdict(verdict, false))
                : PaintVerdict(verdict, colour);
  out += "  " + Show(TextMember(finding, "rule"));
  if (!lines.empty()) out += "  " + Paint(colour, Colour::Cyan, lines);
  std::string words(TextMember(finding, "severity"));
  if (shadow) words += words.empty() ? "in shadow: not counted" : ", in shadow: not counted";
  if (!words.empty()) out += "  " + Paint(colour, Colour::Dim, "(" + Show(words) + ")");
  out += "\n";
  const std::string reason = Show(TextMember(finding, "reason"));
  const std::string error = FindingError(finding);
  // The engine's own reason for an error is the error.
  const bool told = !error.empty() && reason.starts_with("cannot be evaluated: ");
  if (!reason.empty() && !told) out += Wrapped(reason, kIndent) + "\n";
  if (!error.empty()) {
    const std::string text = told ? "cannot be evaluated: " + error : "error: " + error;
    out += Paint(colour, Colour::Red, Wrapped(text, kIndent)) + "\n";
  }
  for (const Value& ref : ListMember(finding, "refs")) {
    if (ref.kind != ValueKind::String) continue;
    out += Paint(colour, Colour::Dim, Wrapped("see " + Show(ref.string()), kIndent)) + "\n";
  }
  return out;
}

// The findings that are not allow, the strictest first, those in shadow last.
std::vector<Shown> Order(std::span<const Value> findings, const Review& review) {
  std::vector<Shown> order;
  for (size_t i = 0; i < findings.size(); ++i) {
    if (TextMember(findings[i], "verdict") == "allow") continue;
    const auto found = std::ranges::find(review.findings, i, &ReviewFinding::finding);
    order.push_back({&findings[i], found == review.findings.end() ? nullptr : &*found});
  }
  std::ranges::sort(order, {}, [](const Shown& shown) {
    const bool escalates = TextMember(*shown.finding, "verdict") == "escalate";
    return std::tuple(IsShadow(shown), !escalates, shown.finding);
  });
  return order;
}

std::string WholeText(const std::vector<Shown>& order, bool colour) {
  std::string out;
  for (const Shown& shown : order) {
    if (shown.review != nullptr && !shown.review->files.empty()) continue;
    if (out.empty()) out = Head("the change as a whole", colour);
    out += FindingText(shown, "", colour);
  }
  return out;
}

// "to/b.txt (was a.txt)": a finding may be about either.
std::string NameOf(const ReviewFile& file) {
  return EscapeText(file.path) +
         (file.old_path.empty() ? "" : " (was " + EscapeText(file.old_path) + ")");
}

std::string ManyFilesText(const std::vector<Shown>& order, bool colour) {
  std::string out;
  for (const Shown& shown : order) {
    if (shown.review == nullptr || shown.review->files.size() <= kGroupedFiles) continue;
    const std::vector<ReviewFile>& files = shown.review->files;
    out += Head(Count(files.size(), "file"), colour) + FindingText(shown, "", colour);
    for (const ReviewFile& file : std::span(files).first(std::min(files.size(), kShownFiles))) {
      out += std::string(kIndent) + NameOf(file);
      if (!file.lines.empty()) out += "  " + Paint(colour, Colour::Cyan, LinesText(file.lines));
      out += "\n";
    }
    if (files.size() <= kShownFiles) continue;
    const std::string more = std::to_string(files.size() - kShownFiles);
    out += std::string(kIndent) + Paint(colour, Colour::Dim, "and " + more + " more") + "\n";
  }
  return out;
}

std::string ByFileText(const std::vector<Shown>& order, bool colour) {
  std::map<std::string, std::string> by_path;
  for (const Shown& shown : order) {
    if (shown.review == nullptr || shown.review->files.size() > kGroupedFiles) continue;
    for (const ReviewFile& file : shown.review->files) {
      by_path[NameOf(file)] += FindingText(shown, LinesText(file.lines), colour);
    }
  }
  std::string out;
  for (const auto& [path, text] : by_path) out += Head(path, colour) + text;
  return out;
}

std::string AllowedText(std::span<const Value> findings, bool colour) {
  std::string out;
  for (const Value& finding : findings) {
    if (TextMember(finding, "verdict") != "allow") continue;
    const std::string text = "  allow     " + Show(TextMember(finding, "rule")) + "  " +
                             Show(TextMember(finding, "reason")) +
                             (IsTrueMember(finding, "shadow") ? "  (in shadow)" : "");
    out += Paint(colour, Colour::Dim, text) + "\n";
  }
  return out.empty() ? out : "\n" + out;
}

// One line a demand, equal ones once, each with the rules that make it.
std::string DemandsText(std::span<const Value> findings, bool colour) {
  std::vector<std::pair<std::string, std::string>> demands;
  for (const Value& finding : findings) {
    if (IsTrueMember(finding, "shadow")) continue;
    const std::span<const Value> list = ListMember(finding, "demands");
    std::string text;
    const auto add = [&] {
      const auto same = std::ranges::find(demands, text, &decltype(demands)::value_type::first);
      const std::string rule = Show(TextMember(finding, "rule"));
      if (same == demands.end()) {
        demands.emplace_back(text, rule);
      } else {
        same->second += ", " + rule;
      }
      text.clear();
    };
    const bool any = IsTrueMember(finding, "anyDemand");
    for (const Value& demand : list) {
      text +=
          (text.empty() ? "" : "; or ") + PrettyDemand(demand, IsTrueMember(finding, "prohibited"));
      if (!any) add();
    }
    if (!text.empty()) add();
  }
  std::string out;
  for (const auto& [demand, rules] : demands) {
    out += Wrapped(demand, "  ") + "\n" +
           Paint(colour, Colour::Dim, Wrapped("for " + rules, "    ")) + "\n";
  }
  return out.empty() ? out : Head("who must agree", colour) + out;
}

std::string ToldText(const Value& decision, bool colour) {
  const std::string told = ToldOnly(decision);
  return told.empty() ? told : Head("who is told", colour) + Wrapped(told, "  ") + "\n";
}

std::string ListText(const std::string& head, const std::vector<std::string>& lines, bool colour) {
  if (lines.empty()) return "";
  std::string out = Head(head, colour);
  for (const std::string& line : lines) out += Wrapped(EscapeText(line), "  ", "- ") + "\n";
  return out;
}

std::string TopText(const CheckAnswer& check, bool colour) {
  const std::string range = EscapeText(check.base) + "..." + EscapeText(check.head);
  std::string out =
      PaintVerdict(VerdictName(check.answer.verdict), colour) + "  " +
      Paint(colour, Colour::Bold, range) + "  " + Count(check.files, "file") +
      (check.counted ? ", +" + std::to_string(check.added) + " −" + std::to_string(check.removed)
                     : ", lines not counted");
  if (check.commits > 0) out += ", " + Count(check.commits, "commit");
  out += "\n";
  // The base is what is expected; its tip may be another commit than the one compared with.
  if (check.policy == "the base " + check.base) return out;
  const Colour weight = check.policy.starts_with("the base ") ? Colour::Dim : Colour::Yellow;
  out += "          " + Paint(colour, weight, "policies from " + EscapeText(check.policy)) + "\n";
  return out;
}

}  // namespace

std::string PrettyCheck(const CheckAnswer& check, bool colour) {
  std::string out = TopText(check, colour);
  Arena arena;
  if (const Result<Value> decision = ReadJson(arena, check.answer.decision)) {
    const std::span<const Value> findings = ListMember(*decision, "findings");
    const std::vector<Shown> order = Order(findings, check.review);
    out += WholeText(order, colour) + ManyFilesText(order, colour) + ByFileText(order, colour) +
           AllowedText(findings, colour) + DemandsText(findings, colour) +
           ToldText(*decision, colour);
  }
  out += ListText("what would make it pass", check.review.to_pass, colour) +
         ListText("notes", NotesOf(check), colour) + "\n";
  out += Paint(colour, Colour::Dim, "decision " + Show(check.answer.decision_id)) + "\n";
  if (!check.answer.record.empty()) {
    out += Paint(colour, Colour::Dim, "recorded " + EscapeText(check.answer.record)) + "\n";
  }
  return out;
}

}  // namespace remit
