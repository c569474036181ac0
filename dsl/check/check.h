// Checking: trees to a typed bundle. Names resolved, macros and defines expanded, types followed
// where they are declared, presence of optional fields established or refused.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/ast/file.h"
#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit {

// A parsed file with its imports found: alias to index among the files of the bundle.
struct ParsedFile {
  ast::File tree;
  std::map<std::string, uint32_t> imports;
};

// What declares types for every file (`Change`, `ToolCall`): policy text of a library.
std::string_view BuiltinTypesText();

// `files[0]` is the parsed BuiltinTypesText; the rest in any order. Emits everything that can be
// known without evaluating: what depends on params' values is the compiler's.
typed::Bundle CheckBundle(const std::vector<ParsedFile>& files, const SourceSet& sources,
                          Diagnostics& diagnostics);

}  // namespace remit
