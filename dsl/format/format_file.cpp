// The header and the declarations that name facts, and the order of the whole.
#include <fmt/format.h>

#include <iterator>

#include "dsl/format/format.h"
#include "dsl/format/print.h"
#include "engine/model/verdict.h"

namespace remit {
namespace {

std::string DocumentationText(const std::string& documentation) {
  std::string out;
  if (documentation.empty()) return out;
  for (size_t begin = 0; begin <= documentation.size();) {
    const size_t end = std::min(documentation.find('\n', begin), documentation.size());
    const std::string line = documentation.substr(begin, end - begin);
    out += line.empty() ? "///\n" : "/// " + line + "\n";
    begin = end + 1;
  }
  return out;
}

std::string HeaderText(const ast::Header& header) {
  std::vector<std::string> clauses;
  if (header.version) clauses.push_back("version " + QuoteString(header.version->text));
  if (!header.patterns.empty()) clauses.push_back("on " + WordList(header.patterns));
  if (!header.owners.empty()) clauses.push_back("owner " + WordList(header.owners));
  if (header.default_verdict) {
    clauses.push_back("default " + std::string(VerdictName(*header.default_verdict)));
  }
  if (header.shadow) clauses.push_back("mode shadow");
  const std::string start = "policy " + header.name.text;
  const std::string line = fmt::format("{} {}", start, fmt::join(clauses, " "));
  if (clauses.empty()) return start + "\n";
  if (line.size() <= kLineWidth) return line + "\n";
  return fmt::format("{}\n  {}\n", start, fmt::join(clauses, "\n  "));
}

// One function a kind of declaration: its text, line end included.
struct ItemPrinter {
  const ast::File& file;

  std::string operator()(const ast::Import& node) const {
    return fmt::format("import {} as {}\n", QuoteString(node.path.text), node.name.text);
  }
  std::string operator()(const ast::Param& node) const {
    std::string out = fmt::format("param {}: {} = {}", node.name.text, TypeText(node.type),
                                  FormatExpr(file, node.value));
    if (node.at_least != ast::kNoExpr) out += " at least " + FormatExpr(file, node.at_least);
    if (node.at_most != ast::kNoExpr) out += " at most " + FormatExpr(file, node.at_most);
    return out + "\n";
  }
  std::string operator()(const ast::Type& node) const {
    std::string out = fmt::format("type {} {{\n", node.name.text);
    for (const ast::TypeField& field : node.fields) {
      fmt::format_to(std::back_inserter(out), "  {}{}: {},\n", field.name.text,
                     field.optional ? "?" : "", TypeText(field.type));
    }
    return out + "}\n";
  }
  std::string operator()(const ast::Facts& node) const {
    std::string out = fmt::format("facts {}{}: {}", node.name.text, node.optional ? "?" : "",
                                  TypeText(node.type));
    if (node.from != ast::kNoExpr) out += " from " + FormatExpr(file, node.from);
    return out + "\n";
  }
  std::string operator()(const ast::Define& node) const {
    std::vector<std::string> params;
    for (const ast::DefineParam& param : node.params) {
      params.push_back(param.name.text + ": " + TypeText(param.type));
    }
    return ClauseText(file, "",
                      fmt::format("define {}({}) =", node.name.text, fmt::join(params, ", ")),
                      node.body);
  }
  std::string operator()(const ast::Let& node) const {
    return ClauseText(file, "", "let " + node.name.text + " =", node.value);
  }
  std::string operator()(const ast::Patterns& node) const {
    std::string out = fmt::format("patterns {} {{\n", node.name.text);
    for (const ast::PatternEntry& entry : node.entries) {
      out += "  " + entry.name.text + " ";
      out += entry.regex ? QuoteRegex(entry.text.text) : QuoteString(entry.text.text);
      if (!entry.keywords.empty()) out += " keyword " + WordList(entry.keywords);
      if (entry.entropy) out += " entropy " + DoubleText(*entry.entropy);
      if (!entry.paths.empty()) out += " in " + WordList(entry.paths);
      out += "\n";
    }
    for (const ast::Word& allow : node.allow) out += "  allow " + QuoteRegex(allow.text) + "\n";
    return out + "}\n";
  }
  std::string operator()(const ast::Score& node) const {
    std::string out = fmt::format("score {} {{\n", node.name.text);
    if (node.base != ast::kNoExpr) out += "  base " + FormatExpr(file, node.base) + "\n";
    for (const ast::Contribution& contribution : node.contributions) {
      out += "  add " + FormatExpr(file, contribution.value);
      if (contribution.when != ast::kNoExpr) out += " when " + FormatExpr(file, contribution.when);
      if (contribution.because) out += " because " + TemplateText(file, *contribution.because);
      out += "\n";
    }
    if (node.cap != ast::kNoExpr) out += "  cap " + FormatExpr(file, node.cap) + "\n";
    return out + "}\n";
  }
  std::string operator()(const ast::Rule& node) const { return RuleText(file, node); }
  std::string operator()(const ast::Test& node) const { return TestText(file, node); }
};

// Imports and params without documentation stand in blocks; all else has an empty line around it.
bool StandTogether(const ast::Item& a, const ast::Item& b) {
  const bool plain =
      std::holds_alternative<ast::Import>(a.node) || std::holds_alternative<ast::Param>(a.node);
  return plain && a.node.index() == b.node.index() && b.documentation.empty();
}

}  // namespace

std::string FormatFile(const ast::File& file) {
  std::string out;
  if (file.header) out += DocumentationText(file.documentation) + HeaderText(*file.header);
  for (size_t i = 0; i < file.items.size(); ++i) {
    const ast::Item& item = file.items[i];
    if (!out.empty() && (i == 0 || !StandTogether(file.items[i - 1], item))) out += "\n";
    out += DocumentationText(item.documentation) + std::visit(ItemPrinter{file}, item.node);
  }
  return out;
}

}  // namespace remit
