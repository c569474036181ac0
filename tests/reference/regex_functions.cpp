#include "tests/reference/regex_functions.h"

#include <re2/re2.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "tests/reference/escape.h"
#include "tests/reference/operators.h"
#include "tests/reference/output.h"

namespace remit::reference {
namespace {

using enum ValueKind;
using re2::StringPiece;

// The whole match first, then its groups; a group that took no part has no data.
using Match = std::vector<StringPiece>;

std::string_view View(const StringPiece& piece) { return {piece.data(), piece.size()}; }

// The matches, from left to right. An empty one where the last one ended is none.
class Matches {
 public:
  Matches(const RE2& regex, std::string_view text)
      : regex_(regex), text_(text.empty() ? "" : text) {}

  std::optional<Match> Next() {
    while (at_ <= text_.size()) {
      ahead_ += text_.size() - at_;
      if (too_long()) break;
      Match match(static_cast<size_t>(regex_.NumberOfCapturingGroups()) + 1);
      if (!regex_.Match(StringPiece(text_.data(), text_.size()), at_, text_.size(), RE2::UNANCHORED,
                        match.data(), static_cast<int>(match.size()))) {
        break;
      }
      const size_t begin = BeginOf(match), end = begin + match[0].size();
      at_ = end;
      if (match[0].empty()) {
        // Whether it counts or not, what comes next begins at least a character later.
        const std::string_view rest = text_.substr(end);
        at_ += rest.empty() ? 1 : std::max<size_t>(1, FirstCharacter(rest).length);
        if (begin == last_end_) continue;
      }
      last_end_ = end;
      return match;
    }
    return std::nullopt;
  }

  size_t BeginOf(const Match& match) const {
    return static_cast<size_t>(match[0].data() - text_.data());
  }

  // Each search may read to the end: all of them together, more than the limit.
  bool too_long() const { return ahead_ > FunctionLimits().regex_bytes; }

 private:
  const RE2& regex_;
  std::string_view text_;
  size_t at_ = 0;
  uint64_t ahead_ = 0;
  size_t last_end_ = std::string_view::npos;  // where no match ends
};

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

Value Replace(Arena& arena, const RE2& regex, std::span<const Value> args, uint64_t most) {
  const std::string_view text = args[0].string(), replacement = args[2].string();
  // A replacement that is wrong is wrong for a text without a match, too.
  const size_t groups = static_cast<size_t>(regex.NumberOfCapturingGroups()) + 1;
  if (!Rewritten(replacement, Match(groups))) return Wrong(arena, EvalErrorCode::InvalidArgument);
  int64_t left = args.size() == 4 ? args[3].integer : -1;  // below 0: every one
  TextOutput out(most);
  size_t done = 0;
  Matches matches(regex, text);
  while (!out.over() && left != 0) {
    const std::optional<Match> match = matches.Next();
    if (!match) break;
    const size_t begin = matches.BeginOf(*match);
    out.Add(text.substr(done, begin - done));
    out.Add(*Rewritten(replacement, *match));
    done = begin + (*match)[0].size();
    if (left > 0) --left;
  }
  if (matches.too_long()) return Wrong(arena, EvalErrorCode::InvalidArgument);
  out.Add(text.substr(done));
  return out.Made(arena);
}

// The match or, of a regex with a group, what the group held: none where it took no part.
std::optional<Value> Text(Arena& arena, const Match& match) {
  if (match.back().data() == nullptr) return std::nullopt;
  return MakeString(arena.Copy(View(match.back())));
}

Value Extract(Arena& arena, const RE2& regex, const Value& text) {
  const std::optional<Match> match = Matches(regex, text.string()).Next();
  const std::optional<Value> found = match ? Text(arena, *match) : std::nullopt;
  return MakeOptional(found ? arena.Make(*found) : nullptr);
}

Value ExtractAll(Arena& arena, const RE2& regex, const Value& text, uint64_t most) {
  std::vector<Value> found;
  Matches matches(regex, text.string());
  while (found.size() <= most) {
    const std::optional<Match> match = matches.Next();
    if (!match) break;
    const std::optional<Value> part = Text(arena, *match);
    if (part) found.push_back(*part);
  }
  if (matches.too_long()) return Wrong(arena, EvalErrorCode::InvalidArgument);
  return MadeList(arena, found, most);
}

}  // namespace

bool IsRegex(std::string_view pattern) {
  if (pattern.size() > FunctionLimits().pattern_bytes) return false;
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return RE2(StringPiece(pattern.data(), pattern.size()), options).ok();
}

Value CallRegexFunction(Arena& arena, FunctionId function, std::span<const Value> args,
                        uint64_t most) {
  const bool replace = function == FunctionId::RegexReplace;
  const size_t texts = replace ? 3 : 2;
  if (args.size() != texts && !(replace && args.size() == 4 && args[3].kind == Int)) {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  for (size_t i = 0; i < texts; ++i) {
    if (args[i].kind != String) return Wrong(arena, EvalErrorCode::NoOverload);
  }
  if (args[1].size > FunctionLimits().pattern_bytes) {
    return Wrong(arena, EvalErrorCode::InvalidArgument);
  }
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  const RE2 regex(StringPiece(args[1].text, args[1].size), options);
  if (!regex.ok()) return Wrong(arena, EvalErrorCode::InvalidArgument);
  if (replace) return Replace(arena, regex, args, most);
  if (regex.NumberOfCapturingGroups() > 1) return Wrong(arena, EvalErrorCode::InvalidArgument);
  if (function == FunctionId::RegexExtract) return Extract(arena, regex, args[0]);
  return ExtractAll(arena, regex, args[0], most);
}

}  // namespace remit::reference
