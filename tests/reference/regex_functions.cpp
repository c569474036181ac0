#include "tests/reference/regex_functions.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tests/reference/escape.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;
using re2::StringPiece;

// The whole match first, then its groups; a group that took no part has no data.
using Match = std::vector<StringPiece>;

std::string_view View(const StringPiece& piece) { return {piece.data(), piece.size()}; }

// Every match, from left to right. An empty one where the last one ended is none.
std::vector<Match> MatchesOf(const RE2& regex, std::string_view text) {
  std::vector<Match> matches;
  const StringPiece whole(text.data(), text.size());
  const size_t groups = static_cast<size_t>(regex.NumberOfCapturingGroups()) + 1;
  size_t at = 0;
  std::optional<size_t> last_end;
  while (at <= text.size()) {
    Match match(groups);
    if (!regex.Match(whole, at, text.size(), RE2::UNANCHORED, match.data(),
                     static_cast<int>(groups))) {
      break;
    }
    const auto begin = static_cast<size_t>(match[0].data() - text.data());
    const size_t end = begin + match[0].size();
    if (!match[0].empty() || begin != last_end) {
      matches.push_back(match);
      last_end = end;
    }
    at = end;
    if (!match[0].empty()) continue;
    if (end == text.size()) break;
    at += std::max<size_t>(1, FirstCharacter(text.substr(end)).length);
  }
  return matches;
}

// The replacement for one match; nullopt where it names no group, or nothing that is known.
std::optional<std::string> Rewritten(std::string_view replacement, const Match& match) {
  std::string out;
  for (size_t i = 0; i < replacement.size(); ++i) {
    if (replacement[i] != '\\') {
      out += replacement[i];
      continue;
    }
    if (++i == replacement.size()) return std::nullopt;
    const char c = replacement[i];
    if (c == '\\') {
      out += c;
      continue;
    }
    if (c < '0' || c > '9' || static_cast<size_t>(c - '0') >= match.size()) return std::nullopt;
    out += View(match[static_cast<size_t>(c - '0')]);
  }
  return out;
}

Value Replace(Arena& arena, const RE2& regex, std::span<const Value> args) {
  const std::string_view text = args[0].string(), replacement = args[2].string();
  // A replacement that is wrong is wrong for a text without a match, too.
  const size_t groups = static_cast<size_t>(regex.NumberOfCapturingGroups()) + 1;
  if (!Rewritten(replacement, Match(groups))) return Wrong(arena, EvalErrorCode::InvalidArgument);
  int64_t left = args.size() == 4 ? args[3].integer : -1;  // below 0: every one
  std::string out;
  size_t done = 0;
  for (const Match& match : MatchesOf(regex, text)) {
    if (left-- == 0) break;
    const auto begin = static_cast<size_t>(match[0].data() - text.data());
    out += text.substr(done, begin - done);
    out += *Rewritten(replacement, match);
    done = begin + match[0].size();
  }
  out += text.substr(done);
  return MakeString(arena.Copy(out));
}

// The matches or, of a regex with a group, what the group held.
Value Extract(Arena& arena, const RE2& regex, const Value& text, bool all) {
  if (regex.NumberOfCapturingGroups() > 1) return Wrong(arena, EvalErrorCode::InvalidArgument);
  std::vector<Value> found;
  for (const Match& match : MatchesOf(regex, text.string())) {
    found.push_back(MakeString(arena.Copy(View(match.back()))));
  }
  if (!all) return MakeOptional(found.empty() ? nullptr : arena.Make(found[0]));
  std::span<Value> items = arena.MakeArray<Value>(found.size());
  std::copy(found.begin(), found.end(), items.begin());
  return MakeList(items);
}

}  // namespace

Value CallRegexFunction(Arena& arena, FunctionId function, std::span<const Value> args) {
  const bool replace = function == FunctionId::RegexReplace;
  const size_t texts = replace ? 3 : 2;
  if (args.size() != texts && !(replace && args.size() == 4 && args[3].kind == Int)) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  for (size_t i = 0; i < texts; ++i) {
    if (args[i].kind != String) return Wrong(arena, EvalErrorCode::NoOverload);
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const RE2 regex(StringPiece(args[1].text, args[1].size), options);
  if (!regex.ok()) return Wrong(arena, EvalErrorCode::InvalidArgument);
  if (replace) return Replace(arena, regex, args);
  return Extract(arena, regex, args[0], function == FunctionId::RegexExtractAll);
}

}  // namespace remit::reference
