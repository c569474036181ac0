// Files of a policy root: how they are called, and that none outside it is read from disk. Private
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

// Where `path` lies, as one text: `root` and `path`, or `path` where it begins with `/`.
std::string FullPath(const std::string& root, const std::string& path);

// Names every file but the first, the built-in types, as `names` says. Paths are relative to `root`
// or begin with `/`.
void NameSources(const std::string& root, FileNames names, SourceSet& sources);

// `options.root` as the system knows it, without links.
std::string DiskRoot(const CompileOptions& options);

// Reads files by what ShownPaths calls them. `options` must outlive it.
FileReader RootReader(const CompileOptions& options);

}  // namespace remit::lowering
