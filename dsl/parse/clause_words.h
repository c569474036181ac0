// The contextual keywords that begin declarations, and clauses in each kind of body: what a
// misspelt one is compared with, and where parsing goes on after a mistake.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace remit {

inline constexpr std::array<std::string_view, 15> kItemWords = {
    "import", "param",  "type",      "facts",     "define",   "let",     "patterns", "history",
    "score",  "ladder", "authority", "threshold", "prohibit", "trigger", "test"};

inline constexpr bool IsItemWord(std::string_view word) {
  return std::find(kItemWords.begin(), kItemWords.end(), word) != kItemWords.end();
}

inline constexpr std::array<std::string_view, 9> kAuthorityWords = {
    "for", "may", "valid", "when", "unless", "reason", "severity", "ref", "mode"};
inline constexpr std::array<std::string_view, 9> kThresholdWords = {
    "measure", "notify", "escalate", "when", "unless", "reason", "severity", "ref", "mode"};
inline constexpr std::array<std::string_view, 8> kProhibitWords = {
    "match", "waive", "when", "unless", "reason", "severity", "ref", "mode"};
inline constexpr std::array<std::string_view, 8> kTriggerWords = {
    "notify", "escalate", "when", "unless", "reason", "severity", "ref", "mode"};
inline constexpr std::array<std::string_view, 3> kScoreWords = {"base", "add", "cap"};
inline constexpr std::array<std::string_view, 9> kTestWords = {
    "params", "given", "expect", "after", "approved", "waived", "refused", "halted", "level"};
inline constexpr std::array<std::string_view, 5> kHeaderWords = {"version", "on", "owner",
                                                                 "default", "mode"};

}  // namespace remit
