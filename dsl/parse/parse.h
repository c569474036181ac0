// Policy text to tree: tokens, then CEL's and Remit's grammar, both in Boost.Spirit X3.
#pragma once

#include <string_view>

#include "dsl/ast/file.h"
#include "dsl/diagnostics/diagnostic.h"
#include "dsl/source/source.h"

namespace remit {

// The tree of file `id` of `sources`. Where items do not parse, diagnostics say so and the tree
// holds the items that did.
ast::File ParseFile(const SourceSet& sources, FileId id, Diagnostics& diagnostics,
                    const SourceLimits& limits = {});

// One expression alone, such as `remit.yaml` or a command line gives. kNoExpr after an error;
// otherwise the root's id in `file.exprs`.
ast::ExprId ParseExpression(const SourceSet& sources, FileId id, ast::File& file,
                            Diagnostics& diagnostics, const SourceLimits& limits = {});

}  // namespace remit
