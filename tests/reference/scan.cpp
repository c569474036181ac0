#include "tests/reference/scan.h"

#include <re2/re2.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/reference/escape.h"
#include "tests/reference/functions.h"
#include "tests/reference/glob.h"
#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

struct Text {
  std::string_view path;
  int64_t line = 1;
  std::string_view text;
};

struct Hit {
  size_t text = 0;  // which of the texts
  size_t start = 0;
  std::string id;
  std::string_view found;
};

RE2::Options Quiet() {
  RE2::Options options;
  options.set_log_errors(false);
  options.set_max_mem(1 << 20);
  return options;
}

re2::StringPiece Piece(std::string_view text) { return {text.data(), text.size()}; }

std::string Lower(std::string_view text) {
  std::string lower(text);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return lower;
}

bool Applies(const typed::Bundle& bundle, const typed::PatternEntry& entry, const Text& text) {
  bool keyword = entry.keywords.empty();
  for (StringId id : entry.keywords) {
    keyword = keyword || Lower(text.text).find(Lower(bundle.strings[id])) != std::string::npos;
  }
  bool path = entry.paths.empty() || text.path.empty();
  for (StringId id : entry.paths) {
    path = path || Glob(text.path, bundle.strings[id]).value_or(true);
  }
  return keyword && path;
}

bool Allowed(const typed::Bundle& bundle, const typed::PatternSet& set, std::string_view hit) {
  for (StringId id : set.allow) {
    if (RE2::PartialMatch(Piece(hit), RE2(bundle.strings[id], Quiet()))) return true;
  }
  return false;
}

void ScanOne(const typed::Bundle& bundle, const typed::PatternSet& set,
             const typed::PatternEntry& entry, const Text& text, size_t index,
             std::vector<Hit>& hits) {
  if (!Applies(bundle, entry, text)) return;
  const RE2 regex(bundle.strings[entry.regex], Quiet());
  for (size_t from = 0; from <= text.text.size();) {
    re2::StringPiece groups[2];
    const int count = regex.NumberOfCapturingGroups() > 0 ? 2 : 1;
    if (!regex.Match(Piece(text.text), from, text.text.size(), RE2::UNANCHORED, groups, count)) {
      return;
    }
    const auto start = static_cast<size_t>(groups[0].data() - text.text.data());
    const std::string_view found = text.text.substr(start, groups[0].size());
    from = start + std::max<size_t>(1, found.size());
    std::string_view measured = found;
    if (count == 2 && groups[1].data() != nullptr) {
      measured = {groups[1].data(), groups[1].size()};
    }
    if (found.empty()) continue;
    if (entry.entropy > 0.0 && EntropyOf(measured) < entry.entropy) continue;
    if (Allowed(bundle, set, found)) continue;
    hits.push_back({index, start, bundle.strings[entry.id], found});
  }
}

// At most four characters, and never more than a quarter of them.
std::string Redacted(std::string_view hit) {
  const auto points = std::count_if(hit.begin(), hit.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xc0) != 0x80;
  });
  std::string_view rest = hit;
  for (std::ptrdiff_t i = 0; i < std::min<std::ptrdiff_t>(4, points / 4); ++i) {
    rest.remove_prefix(FirstCharacter(rest).length);
  }
  return std::string(hit.substr(0, hit.size() - rest.size())) + "…";
}

// {path, line, text}; the first two may be left out.
std::optional<Text> TextOf(const Value& value) {
  if (value.kind != ValueKind::Map) return std::nullopt;
  const Value* path = Lookup(value, MakeString("path"));
  const Value* line = Lookup(value, MakeString("line"));
  const Value* text = Lookup(value, MakeString("text"));
  if (text == nullptr || text->kind != ValueKind::String) return std::nullopt;
  if (path != nullptr && path->kind != ValueKind::String) return std::nullopt;
  if (line != nullptr && line->kind != ValueKind::Int) return std::nullopt;
  return Text{path == nullptr ? "" : path->string(), line == nullptr ? 1 : line->integer,
              text->string()};
}

}  // namespace

Value ScanText(Arena& arena, const typed::Bundle& bundle, const typed::PatternSet& set,
               const Value& input) {
  std::vector<Text> texts;
  if (input.kind == ValueKind::String) {
    texts.push_back({"", 1, input.string()});
  } else if (input.kind == ValueKind::List) {
    for (const Value& item : input.list()) {
      const std::optional<Text> text = TextOf(item);
      if (!text) return Wrong(arena, EvalErrorCode::WrongType);
      texts.push_back(*text);
    }
  } else {
    return Wrong(arena, EvalErrorCode::NoOverload);
  }
  std::vector<Hit> hits;
  for (size_t i = 0; i < texts.size(); ++i) {
    for (const typed::PatternEntry& entry : set.entries)
      ScanOne(bundle, set, entry, texts[i], i, hits);
  }
  std::sort(hits.begin(), hits.end(), [](const Hit& a, const Hit& b) {
    return std::tie(a.text, a.start, a.id) < std::tie(b.text, b.start, b.id);
  });
  std::span<Value> values = arena.MakeArray<Value>(hits.size());
  for (size_t i = 0; i < hits.size(); ++i) {
    const Text& text = texts[hits[i].text];
    const auto lines = std::count(
        text.text.begin(), text.text.begin() + static_cast<std::ptrdiff_t>(hits[i].start), '\n');
    std::span<MapEntry> entries = arena.MakeArray<MapEntry>(5);
    entries[0] = {MakeString("id"), MakeString(arena.Copy(hits[i].id))};
    entries[1] = {MakeString("line"), MakeInt(text.line + lines)};
    entries[2] = {MakeString("path"), MakeString(arena.Copy(text.path))};
    entries[3] = {MakeString("start"), MakeInt(static_cast<int64_t>(hits[i].start))};
    entries[4] = {MakeString("text"), MakeString(arena.Copy(Redacted(hits[i].found)))};
    values[i] = MakeMap(arena, entries);
  }
  return MakeList(values);
}

}  // namespace remit::reference
