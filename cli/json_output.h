// What `--format json` prints: one object a line.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/model/verdict.h"

namespace remit {

// One answer of `remit decide`.
struct Answer {
  std::string decision_id;
  std::string action;  // its name
  Verdict verdict = Verdict::Escalate;
  std::string decision;  // DecisionJson
  std::string record;    // its path; empty: not recorded
};

// {"decisionId": …, "action": …, "record": PATH or null, and the members of the decision}.
std::string AnswerJson(const Answer& answer);

// {"error": …, "line": N, "where": …}: no decision was made.
std::string ErrorJson(const Error& error, size_t line);

// A growing JSON object with its members in the order they are put.
class JsonObject {
 public:
  JsonObject& Text(std::string_view name, std::string_view text);
  JsonObject& Number(std::string_view name, size_t number);
  JsonObject& Bool(std::string_view name, bool value);
  JsonObject& Raw(std::string_view name, std::string_view json);
  JsonObject& Members(std::string_view object_json);  // the members of another object
  std::string Close() const { return body_ + "}"; }

 private:
  void Name(std::string_view name);

  std::string body_ = "{";
};

// `text` as a JSON string.
std::string JsonText(std::string_view text);

// "[a,b]" of JSON texts.
std::string JsonArray(const std::vector<std::string>& items);

}  // namespace remit
