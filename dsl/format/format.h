// The printer: a tree as policy text that parses to the same tree.
#pragma once

#include <string>

#include "dsl/ast/file.h"

namespace remit {

std::string FormatFile(const ast::File& file);
std::string FormatExpr(const ast::File& file, ast::ExprId id);

// The tree as indented text for golden tests: every node with what it holds, no places.
std::string DumpFile(const ast::File& file);

}  // namespace remit
