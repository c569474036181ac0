#include "cli/check_output.h"

#include "cli/json_members.h"
#include "engine/model/json_read.h"

namespace remit {
namespace {

std::string LinesJson(const ReviewLines& lines) {
  return JsonObject()
      .Raw("first", std::to_string(lines.first))
      .Raw("last", std::to_string(lines.last))
      .Bool("removed", lines.removed)
      .Close();
}

std::string FileJson(const ReviewFile& file) {
  std::vector<std::string> lines;
  lines.reserve(file.lines.size());
  for (const ReviewLines& one : file.lines) lines.push_back(LinesJson(one));
  JsonObject object;
  object.Text("path", file.path);
  if (!file.old_path.empty()) object.Text("oldPath", file.old_path);
  return object.Raw("lines", JsonArray(lines)).Close();
}

std::string TextsJson(const std::vector<std::string>& texts) {
  std::vector<std::string> items;
  items.reserve(texts.size());
  for (const std::string& text : texts) items.push_back(JsonText(text));
  return JsonArray(items);
}

std::string ReviewJson(const Review& review, std::span<const Value> findings) {
  std::vector<std::string> items;
  for (const ReviewFinding& finding : review.findings) {
    std::vector<std::string> files;
    files.reserve(finding.files.size());
    for (const ReviewFile& file : finding.files) files.push_back(FileJson(file));
    JsonObject item;
    item.Number("finding", finding.finding);
    if (finding.finding < findings.size()) {
      item.Text("rule", TextMember(findings[finding.finding], "rule"));
    }
    items.push_back(item.Raw("files", JsonArray(files)).Close());
  }
  return JsonObject()
      .Raw("findings", JsonArray(items))
      .Raw("toPass", TextsJson(review.to_pass))
      .Close();
}

}  // namespace

std::vector<std::string> NotesOf(const CheckAnswer& check) {
  std::vector<std::string> notes = check.notes;
  notes.insert(notes.end(), check.review.notes.begin(), check.review.notes.end());
  return notes;
}

std::string CheckJson(const CheckAnswer& check) {
  Arena arena;
  const Result<Value> decision = ReadJson(arena, check.answer.decision);
  std::span<const Value> findings;
  if (decision) findings = ListMember(*decision, "findings");
  JsonObject object;
  object.Text("decisionId", check.answer.decision_id).Text("action", check.answer.action);
  if (check.answer.record.empty()) {
    object.Raw("record", "null");
  } else {
    object.Text("record", check.answer.record);
  }
  object.Text("base", check.base)
      .Text("head", check.head)
      .Text("policy", check.policy)
      .Number("files", check.files)
      .Number("commits", check.commits);
  if (check.counted) {
    object.Raw("added", std::to_string(check.added)).Raw("removed", std::to_string(check.removed));
  }
  object.Raw("notes", TextsJson(NotesOf(check)));
  return object.Members(check.answer.decision)
      .Raw("review", ReviewJson(check.review, findings))
      .Close();
}

}  // namespace remit
