#include "dsl/diagnostics/diagnostic.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <tuple>

#include "engine/base/escape.h"

namespace remit {
namespace {

struct KindRow {
  std::string_view name;
  DiagnosticLevel level;
};

constexpr KindRow kKinds[] = {
#define REMIT_DIAGNOSTIC(name, level, ...) {#name, DiagnosticLevel::level},
#include "dsl/diagnostics/diagnostics.def"
#undef REMIT_DIAGNOSTIC
};

// A line of any length is shown as this many characters around the place.
constexpr size_t kShownCharacters = 120;
constexpr size_t kShownBefore = 60;

bool StartsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }

size_t CountCodePoints(std::string_view text) {
  return static_cast<size_t>(std::count_if(text.begin(), text.end(), StartsCodePoint));
}

// The bytes of `text` before its code point `count` (from 0).
size_t BytesOf(std::string_view text, size_t count) {
  size_t i = 0;
  for (; i < text.size(); ++i) {
    if (StartsCodePoint(text[i]) && count-- == 0) break;
  }
  return i;
}

std::string Shown(std::string_view text) {
  std::string plain(text);
  std::replace(plain.begin(), plain.end(), '\t', ' ');
  return EscapeText(plain);
}

// The source line and the carets under the range, each indented by two. A file without text, such
// as one that could not be read, has nothing to show.
void AppendExcerpt(const Span& span, const SourceSet& sources, std::string& out) {
  if (sources.file(span.file).text.empty()) return;
  const LineColumn place = sources.Locate(span);
  std::string_view line = sources.Line(span.file, place.line);
  size_t before = std::min(BytesOf(line, place.column - 1), line.size());
  size_t length =
      std::min<size_t>(span.end > span.begin ? span.end - span.begin : 1, line.size() - before);
  const size_t characters_before = CountCodePoints(line.substr(0, before));
  if (characters_before > kShownBefore) {
    const size_t cut = BytesOf(line, characters_before - kShownBefore);
    line.remove_prefix(cut);
    before -= cut;
  }
  line = line.substr(0, BytesOf(line, kShownCharacters));
  length = std::min(length, line.size() - std::min(before, line.size()));
  const std::string left = Shown(line.substr(0, before));
  const std::string middle = Shown(line.substr(before, length));
  const std::string right = Shown(line.substr(before + length));
  fmt::format_to(std::back_inserter(out), "  {}{}{}\n  {}{}\n", left, middle, right,
                 std::string(CountCodePoints(left), ' '),
                 std::string(std::max<size_t>(1, CountCodePoints(middle)), '^'));
}

void AppendDiagnostic(const Diagnostic& diagnostic, const SourceSet& sources, std::string& out) {
  const LineColumn place = sources.Locate(diagnostic.span);
  fmt::format_to(std::back_inserter(out), "{}:{}:{}: {}: {} [{}]\n",
                 EscapeText(sources.file(diagnostic.span.file).path), place.line, place.column,
                 LevelOf(diagnostic.kind) == DiagnosticLevel::Error ? "error" : "warning",
                 diagnostic.message, DiagnosticName(diagnostic.kind));
  AppendExcerpt(diagnostic.span, sources, out);
  if (!diagnostic.help.empty()) {
    fmt::format_to(std::back_inserter(out), "help: {}\n", diagnostic.help);
  }
}

}  // namespace

std::string_view DiagnosticName(DiagnosticKind kind) {
  return kKinds[static_cast<size_t>(kind)].name;
}

DiagnosticLevel LevelOf(DiagnosticKind kind) { return kKinds[static_cast<size_t>(kind)].level; }

void Diagnostics::Emit(DiagnosticKind kind, Span span, std::string message, std::string help) {
  if (LevelOf(kind) == DiagnosticLevel::Error) ++errors_;
  all_.push_back({kind, span, std::move(message), std::move(help)});
}

std::vector<const Diagnostic*> SortedDiagnostics(const Diagnostics& diagnostics,
                                                 const SourceSet& sources) {
  std::vector<const Diagnostic*> sorted;
  for (const Diagnostic& diagnostic : diagnostics.all()) sorted.push_back(&diagnostic);
  const auto key = [&](const Diagnostic* d) {
    return std::tuple(std::string_view(sources.file(d->span.file).path), d->span.file,
                      d->span.begin, d->span.end, d->kind, std::string_view(d->message));
  };
  std::sort(sorted.begin(), sorted.end(),
            [&](const Diagnostic* a, const Diagnostic* b) { return key(a) < key(b); });
  return sorted;
}

std::string FormatDiagnostics(const Diagnostics& diagnostics, const SourceSet& sources,
                              const SourceLimits& limits) {
  const std::vector<const Diagnostic*> sorted = SortedDiagnostics(diagnostics, sources);
  std::string out;
  for (size_t first = 0; first < sorted.size();) {
    const FileId file = sorted[first]->span.file;
    size_t last = first;
    while (last < sorted.size() && sorted[last]->span.file == file) ++last;
    const size_t shown = std::min<size_t>(last - first, limits.errors);
    for (size_t i = first; i < first + shown; ++i) AppendDiagnostic(*sorted[i], sources, out);
    if (shown < last - first) {
      fmt::format_to(std::back_inserter(out), "{}: {} more\n", EscapeText(sources.file(file).path),
                     last - first - shown);
    }
    first = last;
  }
  return out;
}

}  // namespace remit
