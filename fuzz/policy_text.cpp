// Any text as a policy: it parses or is refused in words; what parses without a mistake formats to
// text of the same tree.
#include <cstddef>
#include <cstdint>
#include <string>

#include "dsl/format/format.h"
#include "dsl/parse/parse.h"
#include "engine/base/check.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  remit::SourceSet sources;
  remit::Diagnostics diagnostics;
  const remit::FileId id =
      sources.Add("fuzz.remit", std::string(reinterpret_cast<const char*>(data), size));
  const remit::ast::File file = remit::ParseFile(sources, id, diagnostics);
  (void)remit::FormatDiagnostics(diagnostics, sources);
  if (diagnostics.has_errors()) return 0;
  const remit::FileId again = sources.Add("again.remit", remit::FormatFile(file));
  const remit::ast::File second = remit::ParseFile(sources, again, diagnostics);
  REMIT_CHECK(!diagnostics.has_errors(), "formatted text parses");
  REMIT_CHECK(remit::DumpFile(file) == remit::DumpFile(second), "formatting keeps the tree");
  return 0;
}
