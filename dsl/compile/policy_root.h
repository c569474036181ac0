// Files of a policy root on disk: how they are called, and that none outside it is read. Private
// to dsl/compile.
#pragma once

#include <string>
#include <vector>

#include "dsl/compile/compile.h"

namespace remit::lowering {

// What `paths` are called and what imports start from: relative to `options.root` where they lie
// inside it. Files named on the command line may lie anywhere; what they import may not.
std::vector<std::string> ShownPaths(const std::vector<std::string>& paths,
                                    const CompileOptions& options);

// Reads files by what ShownPaths calls them. `options` must outlive it.
FileReader RootReader(const CompileOptions& options);

}  // namespace remit::lowering
