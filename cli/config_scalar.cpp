#include "cli/config_scalar.h"

#include <algorithm>
#include <cctype>

#include "engine/base/escape.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }

// RFC 8259's number.
bool IsJsonNumber(std::string_view text) {
  size_t i = 0;
  auto digits = [&] {
    const size_t begin = i;
    while (i < text.size() && IsDigit(text[i])) ++i;
    return i > begin;
  };
  if (i < text.size() && text[i] == '-') ++i;
  const size_t begin = i;
  if (!digits() || (text[begin] == '0' && i - begin > 1)) return false;
  if (i < text.size() && text[i] == '.') {
    ++i;
    if (!digits()) return false;
  }
  if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
    ++i;
    if (i < text.size() && (text[i] == '+' || text[i] == '-')) ++i;
    if (!digits()) return false;
  }
  return i == text.size();
}

// What some YAML reader takes for a number although JSON does not.
bool IsOddNumber(const std::string& lower) {
  std::string_view rest = lower;
  if (!rest.empty() && (rest[0] == '-' || rest[0] == '+')) rest.remove_prefix(1);
  if (rest == ".inf" || rest == ".nan") return true;
  if (rest.empty() || !(IsDigit(rest[0]) || rest[0] == '.')) return false;
  if (rest.starts_with("0x") || rest.starts_with("0o") || rest.starts_with("0b")) {
    return rest.size() > 2 && rest.find_first_not_of("0123456789abcdef_", 2) == rest.npos;
  }
  const bool has_digit = std::any_of(rest.begin(), rest.end(), IsDigit);
  if (has_digit && rest.find_first_not_of("0123456789_") == rest.npos) return true;  // 010, 1_000
  if (rest.find(':') != rest.npos) {  // base 60: 1:30
    return IsDigit(rest[0]) && rest.find_first_not_of("0123456789_:.") == rest.npos;
  }
  const bool one_dot = std::count(rest.begin(), rest.end(), '.') == 1;  // `1.4.0` is a string
  return has_digit && one_dot && rest.find_first_not_of("0123456789_.e+-") == rest.npos;
}

}  // namespace

ScalarKind ClassifyScalar(const ConfigNode& node) {
  if (node.quoted) return ScalarKind::String;
  const std::string& text = node.text;
  if (text == "true" || text == "false") return ScalarKind::Bool;
  if (IsJsonNumber(text)) return ScalarKind::Number;
  std::string lower = text;
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (lower.empty() || lower == "~" || lower == "null") return ScalarKind::Null;
  for (std::string_view word : {"y", "n", "yes", "no", "on", "off", "true", "false"}) {
    if (lower == word) return ScalarKind::OldBool;
  }
  return IsOddNumber(lower) ? ScalarKind::OddNumber : ScalarKind::String;
}

std::string_view ScalarKindText(ScalarKind kind) {
  switch (kind) {
    case ScalarKind::String:
      return "a string";
    case ScalarKind::Bool:
      return "a bool";
    case ScalarKind::Null:
      return "a null";
    case ScalarKind::Number:
      return "a number";
    case ScalarKind::OldBool:
      return "a bool to some YAML readers";
    case ScalarKind::OddNumber:
      return "a number to some YAML readers";
  }
  return "";
}

Result<std::string> ConfigJson(const ConfigNode& node, const std::string& path) {
  std::string out;
  if (node.kind == ConfigNodeKind::List) {
    for (const ConfigNode& item : node.items) {
      Result<std::string> json = ConfigJson(item, path);
      if (!json) return json;
      out += (out.empty() ? "" : ",") + *json;
    }
    return "[" + out + "]";
  }
  if (node.kind == ConfigNodeKind::Map) {
    for (const auto& [key, value] : node.members) {
      Result<std::string> json = ConfigJson(value, path);
      if (!json) return json;
      if (!out.empty()) out += ",";
      AppendJsonString(out, key.text);
      out += ":" + *json;
    }
    return "{" + out + "}";
  }
  const ScalarKind kind =
      node.kind == ConfigNodeKind::Null ? ScalarKind::Null : ClassifyScalar(node);
  switch (kind) {
    case ScalarKind::String:
      AppendJsonString(out, node.text);
      return out;
    case ScalarKind::Bool:
    case ScalarKind::Number:
      return node.text;
    case ScalarKind::Null:
      return Fail(ErrorKind::BadInput, "a param has no value here", ConfigPlace(path, node));
    case ScalarKind::OldBool:
    case ScalarKind::OddNumber:
      break;
  }
  const std::string help = kind == ScalarKind::OldBool
                               ? "write `true`, `false`, or the word in quotes"
                               : "write a decimal number, or it in quotes";
  return Fail(ErrorKind::BadInput,
              "`" + EscapeText(node.text, 80) +
                  "` means different things to different YAML readers" + "; help: " + help,
              ConfigPlace(path, node));
}

}  // namespace remit
