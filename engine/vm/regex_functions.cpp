// The functions of CEL's `regex` extension. Matches are leftmost-first and disjoint, as RE2's
// GlobalReplace has them: an empty match where the last one ended is none.
//
// A group that took no part in a match: `extract` gives none, `extractAll` leaves the match out,
// `replace` writes nothing for it. A group that matched the empty string is an empty string.
#include <algorithm>
#include <array>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "engine/base/limits.h"
#include "engine/vm/code_points.h"
#include "engine/vm/function_rows.h"
#include "engine/vm/functions.h"
#include "engine/vm/result_text.h"

namespace remit {
namespace {

using Groups = CompiledRegex::Groups;

// A string as RE2 tells what matched of it: an empty one has a place too.
std::string_view Searchable(const Value& text) { return text.size == 0 ? "" : text.string(); }

// The matches in a text, from the left. Each search may read to the end of the text, so what they
// have ahead of them is added up: `too_long` is set where that is over the limit, and the matches
// end.
class Matches {
 public:
  Matches(const CompiledRegex& regex, std::string_view text, size_t groups)
      : regex_(regex), text_(text), wanted_(groups) {}

  bool Next(Groups& groups);
  bool too_long() const { return too_long_; }
  size_t start() const { return start_; }  // the byte where the match that Next found begins

 private:
  const CompiledRegex& regex_;
  std::string_view text_;
  size_t wanted_;
  size_t from_ = 0;
  size_t start_ = 0;
  size_t last_end_ = std::string_view::npos;
  uint64_t searched_ = 0;
  bool too_long_ = false;
};

bool Matches::Next(Groups& groups) {
  while (from_ <= text_.size()) {
    searched_ += text_.size() - from_;
    if (searched_ > FunctionLimits().regex_bytes) {
      too_long_ = true;
      return false;
    }
    if (!regex_.Find(text_, from_, std::span(groups).first(wanted_))) return false;
    start_ = static_cast<size_t>(groups[0].data() - text_.data());
    const size_t end = start_ + groups[0].size();
    const bool repeated = groups[0].empty() && start_ == last_end_;
    // Behind an empty match the same one would be found again.
    from_ = end;
    if (groups[0].empty()) from_ = end < text_.size() ? NextCodePoint(text_, end) : end + 1;
    last_end_ = end;
    if (!repeated) return true;
  }
  return false;
}

Value TooLong(Eval& eval) {
  return BadArgument(
      eval, {"a regex with too many matches in too long a text: the limit is ",
             std::to_string(FunctionLimits().regex_bytes), " bytes ahead of its searches"});
}

// The largest group that a replacement names, or what is wrong with it.
std::expected<size_t, std::string> LargestGroup(std::string_view replacement, size_t groups) {
  size_t largest = 0;
  for (size_t at = 0; (at = replacement.find('\\', at)) != std::string_view::npos; at += 2) {
    const char next = at + 1 < replacement.size() ? replacement[at + 1] : '\0';
    if (next == '\\') continue;
    if (next < '0' || next > '9') {
      return std::unexpected("a backslash in a replacement stands before a digit or a backslash");
    }
    const auto group = static_cast<size_t>(next - '0');
    if (group > groups) {
      return std::unexpected("a replacement with `\\" + std::to_string(group) +
                             "`: the regex has " + std::to_string(groups) +
                             (groups == 1 ? " group" : " groups"));
    }
    largest = std::max(largest, group);
  }
  return largest;
}

// Adds to `out` as long as the fuel left could pay for it.
bool Append(Eval& eval, std::string& out, std::string_view text) {
  const uint64_t size = out.size() + text.size();
  if (ByteFuel(size) > eval.fuel.left) return eval.fuel.Charge(ByteFuel(size));
  out += text;
  return true;
}

bool AppendReplacement(Eval& eval, std::string& out, std::string_view replacement,
                       const Groups& groups) {
  for (size_t at = 0; at < replacement.size();) {
    const size_t slash = std::min(replacement.find('\\', at), replacement.size());
    if (!Append(eval, out, replacement.substr(at, slash - at))) return false;
    if (slash == replacement.size()) return true;
    const char next = replacement[slash + 1];
    const std::string_view put = next == '\\' ? "\\" : groups[static_cast<size_t>(next - '0')];
    if (!Append(eval, out, put)) return false;
    at = slash + 2;
  }
  return true;
}

// text, replacement, and optionally how many
Value Replace(Eval& eval, const CompiledRegex& regex, Arguments arguments) {
  const std::string_view text = Searchable(arguments[0]);
  const std::string_view replacement = arguments[1].string();
  const auto largest = LargestGroup(replacement, regex.groups());
  if (!largest) return BadArgument(eval, {largest.error()});
  int64_t left = arguments.size() > 2 ? arguments[2].integer : -1;
  Matches matches(regex, text, *largest + 1);
  Groups groups;
  std::string out;
  size_t copied = 0;
  for (; left != 0 && matches.Next(groups); left -= left > 0 ? 1 : 0) {
    if (!Append(eval, out, text.substr(copied, matches.start() - copied)) ||
        !AppendReplacement(eval, out, replacement, groups)) {
      return OutOfFuelError();
    }
    copied = matches.start() + groups[0].size();
  }
  if (matches.too_long()) return TooLong(eval);
  if (copied == 0 && out.empty()) return TakePart(eval, text);
  if (!Append(eval, out, text.substr(copied))) return OutOfFuelError();
  return MakeText(eval, ValueKind::String, out.size(),
                  [&out](char* memory) { std::ranges::copy(out, memory); });
}

// `extract` and `extractAll` give the whole match, or its only group.
std::optional<Value> RefuseGroups(Eval& eval, const CompiledRegex& regex) {
  if (regex.groups() <= 1) return std::nullopt;
  return BadArgument(eval, {"a regex to extract with has at most one group, this one has ",
                            std::to_string(regex.groups())});
}

// nullopt: the group took no part.
std::optional<Value> Extracted(const CompiledRegex& regex, const Groups& groups) {
  const std::string_view part = groups[regex.groups()];
  if (part.data() == nullptr) return std::nullopt;
  return MakeString(part);
}

Value Extract(Eval& eval, const CompiledRegex& regex, const Value& given) {
  const std::string_view text = Searchable(given);
  if (const auto refused = RefuseGroups(eval, regex)) return *refused;
  Groups groups;
  if (!regex.Find(text, 0, std::span(groups).first(regex.groups() + 1))) {
    return MakeOptional(nullptr);
  }
  const std::optional<Value> found = Extracted(regex, groups);
  return MakeOptional(found ? eval.arena.Make(*found) : nullptr);
}

Value ExtractAll(Eval& eval, const CompiledRegex& regex, const Value& given) {
  const std::string_view text = Searchable(given);
  if (const auto refused = RefuseGroups(eval, regex)) return *refused;
  Matches matches(regex, text, regex.groups() + 1);
  Groups groups;
  std::vector<Value> found;
  while (matches.Next(groups)) {
    const std::optional<Value> part = Extracted(regex, groups);
    if (!part) continue;
    if (!eval.fuel.Charge(1)) return OutOfFuelError();
    found.push_back(*part);
  }
  if (matches.too_long()) return TooLong(eval);
  const std::span<Value> items = eval.arena.MakeArray<Value>(found.size());
  std::ranges::copy(found, items.begin());
  return MakeList(items);
}

bool AreReplacement(Arguments text_and_more) {
  if (text_and_more.size() < 2 || text_and_more.size() > 3) return false;
  return text_and_more[0].kind == ValueKind::String && text_and_more[1].kind == ValueKind::String &&
         (text_and_more.size() == 2 || text_and_more[2].kind == ValueKind::Int);
}

}  // namespace

Value CallRegexFunction(Eval& eval, FunctionId function, Arguments arguments) {
  const bool replaces = function == FunctionId::RegexReplace;
  const bool two = arguments.size() >= 2 && arguments[0].kind == ValueKind::String &&
                   arguments[1].kind == ValueKind::String;
  // text, replacement, count: without the pattern between them
  std::array<Value, 3> others;
  const size_t count = arguments.size() - 1;
  if (two && arguments.size() <= 4) {
    others[0] = arguments[0];
    std::ranges::copy(arguments.subspan(2), others.begin() + 1);
  }
  const bool fits =
      two && (replaces ? arguments.size() <= 4 && AreReplacement({others.data(), count})
                       : arguments.size() == 2);
  if (!fits) return NoOverload(eval.arena, function, arguments);
  const std::string_view pattern = arguments[1].string();
  const uint64_t units = DynamicRegexFuel(arguments[0].string(), pattern) +
                         (replaces ? ByteFuel(arguments[2].size) : 0);
  if (!eval.fuel.Charge(units)) return OutOfFuelError();
  const Result<CompiledRegex> regex = CompiledRegex::Compile(pattern);
  if (!regex) return BadArgument(eval, {regex.error().message});
  if (replaces) return Replace(eval, *regex, {others.data(), count});
  return function == FunctionId::RegexExtract ? Extract(eval, *regex, arguments[0])
                                              : ExtractAll(eval, *regex, arguments[0]);
}

Value ReplaceRegex(Eval& eval, const CompiledRegex& regex, std::span<const Value> arguments) {
  if (!AreReplacement(arguments)) {
    return NoOverload(eval.arena, FunctionId::RegexReplace, arguments);
  }
  const uint64_t units = RegexFuel(arguments[0].string()) + ByteFuel(arguments[1].size);
  if (!eval.fuel.Charge(units)) return OutOfFuelError();
  return Replace(eval, regex, arguments);
}

Value ExtractRegex(Eval& eval, const CompiledRegex& regex, const Value& text) {
  if (text.kind != ValueKind::String) {
    return NoOverload(eval.arena, FunctionId::RegexExtract, {&text, 1});
  }
  if (!eval.fuel.Charge(RegexFuel(text.string()))) return OutOfFuelError();
  return Extract(eval, regex, text);
}

Value ExtractAllRegex(Eval& eval, const CompiledRegex& regex, const Value& text) {
  if (text.kind != ValueKind::String) {
    return NoOverload(eval.arena, FunctionId::RegexExtractAll, {&text, 1});
  }
  if (!eval.fuel.Charge(RegexFuel(text.string()))) return OutOfFuelError();
  return ExtractAll(eval, regex, text);
}

}  // namespace remit
