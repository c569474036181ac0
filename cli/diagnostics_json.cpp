#include "cli/diagnostics_json.h"

#include <vector>

#include "cli/json_output.h"

namespace remit {

std::string DiagnosticsJson(const Diagnostics& diagnostics, const SourceSet& sources) {
  std::vector<std::string> items;
  for (const Diagnostic* diagnostic : SortedDiagnostics(diagnostics, sources)) {
    const Span& span = diagnostic->span;
    const LineColumn begin = sources.Locate(span);
    const LineColumn end = sources.Locate({span.file, span.end, span.end});
    const bool error = LevelOf(diagnostic->kind) == DiagnosticLevel::Error;
    JsonObject object;
    object.Text("level", error ? "error" : "warning")
        .Text("kind", DiagnosticName(diagnostic->kind))
        .Text("path", sources.file(span.file).path)
        .Number("line", begin.line)
        .Number("column", begin.column)
        .Number("endLine", end.line)
        .Number("endColumn", end.column)
        .Text("message", diagnostic->message);
    if (!diagnostic->help.empty()) object.Text("help", diagnostic->help);
    items.push_back(object.Close());
  }
  return JsonArray(items);
}

}  // namespace remit
