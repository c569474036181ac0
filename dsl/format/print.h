// What the printers of expressions, declarations and rules share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/ast/file.h"

namespace remit {

inline constexpr size_t kLineWidth = 100;

// In double quotes, escaped where CEL demands it; bytes with what is not printable ASCII as \xHH.
std::string QuoteString(std::string_view text);
std::string QuoteBytes(std::string_view text);
// Between slashes.
std::string QuoteRegex(std::string_view text);
// The shortest digits that read back as the same double, always with a point or an exponent.
std::string DoubleText(double value);

std::string WordList(const std::vector<ast::Word>& strings);  // "a", "b"
std::string NameList(const std::vector<ast::Word>& names);    // a, b.c
std::string ExprList(const ast::File& file, const std::vector<ast::ExprId>& exprs);
std::string TypeText(const ast::TypeRef& type);  // map(string, int)
std::string TemplateText(const ast::File& file, const ast::Template& text);

// A clause that may be broken: `  when a && b`, over the line's width one operand a line.
std::string ClauseText(const ast::File& file, std::string_view indent, std::string_view keyword,
                       ast::ExprId expr);

std::string RuleText(const ast::File& file, const ast::Rule& rule);
std::string TestText(const ast::File& file, const ast::Test& test);

}  // namespace remit
