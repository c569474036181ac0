// Mistakes in policy text (road one of four for errors): emitted with a place, and the phase goes
// on to find more.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dsl/source/source.h"

namespace remit {

enum class DiagnosticLevel : uint8_t { Error, Warning };

enum class DiagnosticKind : uint8_t {
#define REMIT_DIAGNOSTIC(name, ...) name,
#include "dsl/diagnostics/diagnostics.def"
#undef REMIT_DIAGNOSTIC
};

std::string_view DiagnosticName(DiagnosticKind kind);  // the stable id: "UnknownField"
DiagnosticLevel LevelOf(DiagnosticKind kind);

struct Diagnostic {
  DiagnosticKind kind;
  Span span;
  std::string message;  // small letter, no full stop, user text in backticks and escaped
  std::string help;     // "did you mean `recipient`?"; empty where there is none
};

// Collects what the phases of one compilation find.
class Diagnostics {
 public:
  void Emit(DiagnosticKind kind, Span span, std::string message, std::string help = {});
  bool has_errors() const { return errors_ != 0; }
  size_t error_count() const { return errors_; }
  const std::vector<Diagnostic>& all() const { return all_; }

 private:
  std::vector<Diagnostic> all_;
  size_t errors_ = 0;
};

// All of them by file path, place and kind.
std::vector<const Diagnostic*> SortedDiagnostics(const Diagnostics& diagnostics,
                                                 const SourceSet& sources);

// "policies/mail.remit:7:12: error: no field `recipent` on `Message` [UnknownField]", the line,
// carets under the range, "help: …". Sorted by file path and place; at most `limits.errors` for
// each file, then how many more there are.
std::string FormatDiagnostics(const Diagnostics& diagnostics, const SourceSet& sources,
                              const SourceLimits& limits = {});

// "did you mean `near`?" for the candidate nearest to `name` (edit distance at most a third of its
// length, ties by name), else empty.
std::string Suggest(std::string_view name, const std::vector<std::string>& candidates);

}  // namespace remit
