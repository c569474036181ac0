#include "cli/json_output.h"

#include "engine/model/json_write.h"

namespace remit {

void JsonObject::Name(std::string_view name) {
  if (body_.size() > 1) body_ += ",";
  AppendJsonString(body_, name);
  body_ += ":";
}

JsonObject& JsonObject::Text(std::string_view name, std::string_view text) {
  Name(name);
  AppendJsonString(body_, text);
  return *this;
}

JsonObject& JsonObject::Number(std::string_view name, size_t number) {
  return Raw(name, std::to_string(number));
}

JsonObject& JsonObject::Bool(std::string_view name, bool value) {
  return Raw(name, value ? "true" : "false");
}

JsonObject& JsonObject::Raw(std::string_view name, std::string_view json) {
  Name(name);
  body_ += json;
  return *this;
}

JsonObject& JsonObject::Members(std::string_view object_json) {
  const std::string_view members = object_json.substr(1, object_json.size() - 2);
  if (members.empty()) return *this;
  if (body_.size() > 1) body_ += ",";
  body_ += members;
  return *this;
}

std::string JsonText(std::string_view text) {
  std::string out;
  AppendJsonString(out, text);
  return out;
}

std::string JsonArray(const std::vector<std::string>& items) {
  std::string out = "[";
  for (const std::string& item : items) {
    if (out.size() > 1) out += ",";
    out += item;
  }
  return out + "]";
}

std::string AnswerJson(const Answer& answer) {
  JsonObject object;
  object.Text("decisionId", answer.decision_id).Text("action", answer.action);
  if (answer.record.empty()) {
    object.Raw("record", "null");
  } else {
    object.Text("record", answer.record);
  }
  return object.Members(answer.decision).Close();
}

std::string ErrorJson(const Error& error, size_t line) {
  JsonObject object;
  object.Text("error", error.message).Number("line", line);
  if (!error.where.empty()) object.Text("where", error.where);
  return object.Close();
}

}  // namespace remit
