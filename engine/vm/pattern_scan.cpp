#include "engine/vm/pattern_scan.h"

#include <algorithm>
#include <array>
#include <compare>
#include <optional>

#include "engine/base/escape.h"
#include "engine/base/limits.h"
#include "engine/vm/code_points.h"
#include "engine/vm/entropy.h"
#include "engine/vm/glob.h"

namespace remit {
namespace {

constexpr uint64_t kBytesPerUnit = 8;  // for each entry of the set
constexpr uint64_t kHitFuel = 16;      // the map that tells it
constexpr size_t kShownCharacters = 4;

char LowerAscii(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool ContainsIgnoringCase(std::string_view text, std::string_view lower_keyword) {
  const auto found = std::ranges::search(text, lower_keyword, {}, LowerAscii);
  return !found.empty() || lower_keyword.empty();
}

// A few characters, never more than a quarter, so that a record of a secret is not the secret.
std::string_view Redacted(Arena& arena, std::string_view hit) {
  const size_t shown = std::min(kShownCharacters, CountCodePoints(hit) / 4);
  size_t end = 0;
  for (size_t i = 0; i < shown; ++i) end = NextCodePoint(hit, end);
  return JoinText(arena, {hit.substr(0, end), "…"});
}

}  // namespace

struct CompiledPatternSet::Entry {
  std::string id;
  CompiledRegex regex;
  std::vector<std::string> keywords;  // lower case
  std::vector<std::string> paths;
  double entropy = 0.0;
};

// One text to search: a plain string, or an entry of a list.
struct CompiledPatternSet::Text {
  std::string_view text;
  std::string_view path;     // as given
  std::string_view cleaned;  // for globs
  bool has_path = false;     // a text without one is under every path
  int64_t line = 1;
  uint32_t entry = 0;  // its place in the list
};

struct CompiledPatternSet::Hit {
  uint32_t entry = 0;
  uint32_t start = 0;
  uint32_t pattern = 0;  // entries are by id
  uint32_t size = 0;
  auto operator<=>(const Hit&) const = default;
};

CompiledPatternSet::CompiledPatternSet() = default;
CompiledPatternSet::CompiledPatternSet(CompiledPatternSet&&) noexcept = default;
CompiledPatternSet& CompiledPatternSet::operator=(CompiledPatternSet&&) noexcept = default;
CompiledPatternSet::~CompiledPatternSet() = default;

Result<CompiledPatternSet> CompiledPatternSet::Compile(const Program& program,
                                                       const PatternSet& set) {
  CompiledPatternSet compiled;
  for (const PatternEntry& entry : program.pattern_entries[set.entries]) {
    Result<CompiledRegex> regex = CompiledRegex::Compile(program.strings[entry.regex]);
    if (!regex) return std::unexpected(regex.error());
    Entry& added = compiled.entries_.emplace_back(
        Entry{std::string(program.strings[entry.id]), std::move(*regex), {}, {}, entry.entropy});
    for (const StringId keyword : program.ids[entry.keywords]) {
      std::string& lower = added.keywords.emplace_back(program.strings[keyword]);
      std::ranges::transform(lower, lower.begin(), LowerAscii);
    }
    for (const StringId path : program.ids[entry.paths]) {
      if (auto good = CheckGlob(program.strings[path]); !good) {
        return Fail(ErrorKind::BadProgram, good.error().message);
      }
      added.paths.emplace_back(program.strings[path]);
      compiled.reads_paths_ = true;
    }
  }
  std::ranges::sort(compiled.entries_, {}, &Entry::id);
  std::vector<std::vector<std::string>> literals;
  for (Entry& entry : compiled.entries_) literals.push_back(entry.regex.RequiredLiterals());
  compiled.scan_ = LiteralScan(literals);
  for (const StringId allow : program.ids[set.allow]) {
    Result<CompiledRegex> regex = CompiledRegex::Compile(program.strings[allow]);
    if (!regex) return std::unexpected(regex.error());
    compiled.allow_.push_back(std::move(*regex));
  }
  return compiled;
}

bool CompiledPatternSet::Allowed(std::string_view hit) const {
  return std::ranges::any_of(allow_, [hit](const CompiledRegex& r) { return r.Matches(hit); });
}

// False where the fuel ends. Hits of one entry are leftmost-first and disjoint; an empty match is
// no hit, and the search goes on a character later.
bool CompiledPatternSet::SearchEntry(Eval& eval, const Entry& entry, const Text& text,
                                     Wanted wanted, std::vector<Hit>& hits) const {
  std::array<std::string_view, 2> groups;
  const bool reads_group = entry.entropy > 0.0 && entry.regex.groups() > 0;
  const std::span<std::string_view> wanted_groups = std::span(groups).first(reads_group ? 2 : 1);
  for (size_t at = 0; at <= text.text.size();) {
    if (!entry.regex.Find(text.text, at, wanted_groups)) break;
    const std::string_view hit = groups[0];
    const auto start = static_cast<size_t>(hit.data() - text.text.data());
    at = hit.empty() ? NextCodePoint(text.text, start) : start + hit.size();
    if (hit.empty() || Allowed(hit)) continue;
    if (entry.entropy > 0.0) {
      const bool measures_group = reads_group && groups[1].data() != nullptr;
      if (Entropy(measures_group ? groups[1] : hit) < entry.entropy) continue;
    }
    if (!eval.fuel.Charge(kHitFuel)) return false;
    hits.push_back({text.entry, static_cast<uint32_t>(start),
                    static_cast<uint32_t>(&entry - entries_.data()),
                    static_cast<uint32_t>(hit.size())});
    if (wanted == Wanted::First) return true;
  }
  return true;
}

bool CompiledPatternSet::SearchText(Eval& eval, const Text& text, std::span<uint64_t> found,
                                    Wanted wanted, std::vector<Hit>& hits) const {
  scan_.Find(text.text, found);
  const auto covers = [&text](const std::string& glob) { return GlobMatches(text.cleaned, glob); };
  const auto occurs = [&text](const std::string& keyword) {
    return ContainsIgnoringCase(text.text, keyword);
  };
  for (size_t i = 0; i < entries_.size(); ++i) {
    const Entry& entry = entries_[i];
    if (!scan_.MayMatch(i, found)) continue;
    if (text.has_path && !entry.paths.empty() && std::ranges::none_of(entry.paths, covers)) {
      continue;
    }
    if (!entry.keywords.empty() && std::ranges::none_of(entry.keywords, occurs)) continue;
    if (!SearchEntry(eval, entry, text, wanted, hits)) return false;
    if (wanted == Wanted::First && !hits.empty()) return true;
  }
  return true;
}

// One entry of the list to search. nullopt: `error` says why it is none.
std::optional<CompiledPatternSet::Text> CompiledPatternSet::ReadText(Arena& arena,
                                                                     const Value& item,
                                                                     Value& error) const {
  const auto fail = [&](EvalErrorCode code, std::string_view what) {
    error = Failure(arena, code, {what});
    return std::nullopt;
  };
  if (item.kind != ValueKind::Map) {
    return fail(EvalErrorCode::WrongType, "a text to search is no map of path, line and text");
  }
  const Value* const text = FindMember(item, "text");
  const Value* const path = FindMember(item, "path");
  const Value* const line = FindMember(item, "line");
  if (text == nullptr || text->kind != ValueKind::String ||
      (path != nullptr && path->kind != ValueKind::String) ||
      (line != nullptr && line->kind != ValueKind::Int)) {
    return fail(EvalErrorCode::WrongType, "a `text`, `path` or `line` to search of a wrong type");
  }
  Text read;
  read.text = text->string();
  if (line != nullptr) read.line = line->integer;
  if (path == nullptr) return read;
  read.path = path->string();
  if (!reads_paths_ || read.path.empty()) return read;
  const Result<std::string_view> cleaned = CleanPath(arena, read.path);
  if (!cleaned) return fail(EvalErrorCode::InvalidArgument, cleaned.error().message);
  read.cleaned = *cleaned;
  read.has_path = true;
  return read;
}

// The hits, in order, as maps whose keys are in order.
Value CompiledPatternSet::Tell(Arena& arena, std::span<const Text> texts,
                               std::span<const Hit> hits) const {
  const std::span<Value> told = arena.MakeArray<Value>(hits.size());
  uint32_t entry = ~uint32_t{0};
  size_t counted = 0;  // line ends of `entry` before here are in `line`
  uint64_t line = 0;
  for (size_t i = 0; i < hits.size(); ++i) {
    const Hit& hit = hits[i];
    const Text& text = texts[hit.entry];
    if (hit.entry != entry) {
      entry = hit.entry;
      counted = 0;
      line = static_cast<uint64_t>(text.line);
    }
    line += static_cast<uint64_t>(
        std::ranges::count(text.text.substr(counted, hit.start - counted), '\n'));
    counted = hit.start;
    const std::span<MapEntry> members = arena.MakeArray<MapEntry>(5);
    members[0] = {MakeString("id"), MakeString(entries_[hit.pattern].id)};
    members[1] = {MakeString("line"), MakeInt(static_cast<int64_t>(line))};
    members[2] = {MakeString("path"), MakeString(text.path)};
    members[3] = {MakeString("start"), MakeInt(hit.start)};
    members[4] = {MakeString("text"),
                  MakeString(Redacted(arena, text.text.substr(hit.start, hit.size)))};
    told[i] = MakeMap(arena, members);
  }
  return MakeList(told);
}

Value CompiledPatternSet::Search(Eval& eval, const Value& input, Wanted wanted) const {
  std::vector<Text> texts;
  uint64_t bytes = 0;
  if (input.kind == ValueKind::String) {
    texts.emplace_back().text = input.string();
    bytes = input.size;
  } else if (input.kind == ValueKind::List) {
    if (!eval.fuel.Charge(input.size)) return OutOfFuelError();
    texts.reserve(input.size);
    for (const Value& item : input.list()) {
      Value error;
      std::optional<Text> text = ReadText(eval.arena, item, error);
      if (!text) return error;
      text->entry = static_cast<uint32_t>(texts.size());
      bytes += text->text.size();
      texts.push_back(*text);
    }
  } else {
    return NoOverload(eval.arena, wanted == Wanted::All ? "scan" : "matches", input);
  }
  if (!eval.fuel.Charge(bytes / kBytesPerUnit * entries_.size())) return OutOfFuelError();

  std::vector<Hit> hits;
  std::vector<uint64_t> found(scan_.words());
  for (const Text& text : texts) {
    if (!SearchText(eval, text, found, wanted, hits)) return OutOfFuelError();
    if (wanted == Wanted::First && !hits.empty()) break;
  }
  if (wanted == Wanted::First) return MakeBool(!hits.empty());
  std::ranges::sort(hits);
  return Tell(eval.arena, texts, hits);
}

Value CompiledPatternSet::Scan(Eval& eval, const Value& input) const {
  return Search(eval, input, Wanted::All);
}

Value CompiledPatternSet::MatchesAny(Eval& eval, const Value& input) const {
  return Search(eval, input, Wanted::First);
}

Value CompiledPatternSet::Scan(Arena& arena, const Value& input) const {
  Fuel unlimited{.left = ~uint64_t{0}};
  Eval eval{arena, unlimited};
  return Scan(eval, input);
}

Value CompiledPatternSet::MatchesAny(Arena& arena, const Value& input) const {
  Fuel unlimited{.left = ~uint64_t{0}};
  Eval eval{arena, unlimited};
  return MatchesAny(eval, input);
}

}  // namespace remit
