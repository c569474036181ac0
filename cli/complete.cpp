#include "cli/complete.h"

#include <algorithm>
#include <array>
#include <optional>

#include "engine/program/function_table.h"

namespace remit {
namespace {

constexpr std::array<std::string_view, 7> kNames = {"action",   "context", "false", "now",
                                                    "resource", "subject", "true"};
constexpr std::array<std::string_view, 2> kGlobalMacros = {"cel.bind(", "has("};
constexpr std::array<std::string_view, 14> kMethodMacros = {
    "all(",          "exists(",           "existsOne(", "exists_one(", "filter(",        "map(",
    "optFlatMap(",   "optMap(",           "or(",        "orValue(",    "transformList(", "sortBy(",
    "transformMap(", "transformMapEntry("};

bool IsWordByte(char c) {
  return c == '_' || c == '.' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
         (c >= 'A' && c <= 'Z');
}

// The value at a dotted path of the action, where it is made of members alone.
std::optional<Value> AtPath(const Action& action, std::string_view path) {
  const size_t first = path.find('.');
  const std::string_view root = path.substr(0, first);
  Value at = root == "subject"    ? action.subject
             : root == "action"   ? action.action
             : root == "resource" ? action.resource
                                  : action.context;
  if (root != "subject" && root != "action" && root != "resource" && root != "context") {
    const Value* member = FindMember(action.context, root);  // a variable of the input
    if (member == nullptr) return std::nullopt;
    at = *member;
  }
  while (path.contains('.')) {
    path.remove_prefix(path.find('.') + 1);
    if (at.kind != ValueKind::Map) return std::nullopt;
    const Value* member = FindMember(at, path.substr(0, path.find('.')));
    if (member == nullptr) return std::nullopt;
    at = *member;
  }
  return at;
}

void AddFunctions(std::vector<std::string>& words, bool methods) {
  for (unsigned id = 0; id < kFunctionCount; ++id) {
    const auto function = static_cast<FunctionId>(id);
    const std::string name(RowOf(function).name);
    const bool fits = std::ranges::any_of(OverloadsOf(function), [&](const OverloadRow& row) {
      return row.receiver.empty() != methods;
    });
    if (fits && !name.contains('@')) words.push_back(name + "(");
  }
}

// Whether some function's name begins with `path` and a dot: `math`.
bool IsNamespace(std::string_view path) {
  const std::string begin = std::string(path) + ".";
  return std::ranges::any_of(FunctionRows(),
                             [&](const FunctionRow& row) { return row.name.starts_with(begin); }) ||
         path == "cel";
}

std::vector<std::string> AfterDot(std::string_view path, const CompletionNames& names) {
  std::vector<std::string> words;
  if (names.action != nullptr) {
    const std::optional<Value> at = AtPath(*names.action, path);
    if (at && at->kind == ValueKind::Map) {
      for (const MapEntry& entry : at->map()) {
        const std::string_view name = entry.key.string();
        if (std::ranges::all_of(name, IsWordByte) && !name.contains('.')) words.emplace_back(name);
      }
    }
  }
  if (!IsNamespace(path)) {
    words.insert(words.end(), kMethodMacros.begin(), kMethodMacros.end());
    AddFunctions(words, true);
  }
  for (std::string& word : words) word = std::string(path) + "." + word;
  return words;
}

}  // namespace

std::vector<std::string> Complete(std::string_view line, const CompletionNames& names) {
  size_t begin = line.size();
  while (begin > 0 && IsWordByte(line[begin - 1])) --begin;
  const std::string_view word = line.substr(begin);
  std::vector<std::string> words(names.declared);
  words.insert(words.end(), kNames.begin(), kNames.end());
  words.insert(words.end(), kGlobalMacros.begin(), kGlobalMacros.end());
  AddFunctions(words, false);
  if (const size_t dot = word.rfind('.'); dot != std::string_view::npos) {
    const std::vector<std::string> members = AfterDot(word.substr(0, dot), names);
    words.insert(words.end(), members.begin(), members.end());
  }
  std::erase_if(words, [&](const std::string& known) { return !known.starts_with(word); });
  std::ranges::sort(words);
  const auto repeated = std::ranges::unique(words);
  words.erase(repeated.begin(), repeated.end());
  return words;
}

}  // namespace remit
