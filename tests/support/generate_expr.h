// Expressions as trees, and what they and other declarations are made of.
#pragma once

#include <string>

#include "dsl/ast/file.h"
#include "tests/properties/choices.h"

namespace remit {

// No CEL keyword; some are words that begin clauses, or letters that begin raw strings and bytes.
std::string MakeName(properties::Choices& choices);
// The same, and words that CEL reserves but lets stand behind a dot.
std::string MakeSelector(properties::Choices& choices);
// Any UTF-8: control characters, quotes, braces, direction marks, what lies beyond the BMP.
std::string MakeText(properties::Choices& choices);
// Not negative, not infinite.
double MakeDouble(properties::Choices& choices);

// Appends a tree to `file.exprs`; its shape may be `depth` nodes deep, but some of its branches are
// towers near the parser's limit.
ast::ExprId MakeExpr(properties::Choices& choices, ast::File& file, int depth);
ast::ExprId MakeMapExpr(properties::Choices& choices, ast::File& file, int depth);

}  // namespace remit
