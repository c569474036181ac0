#include "dsl/format/print.h"

#include <fmt/format.h>

#include <iterator>

#include "dsl/format/format.h"

namespace remit {

std::string QuoteString(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
          fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<unsigned char>(c));
        } else {
          out += c;
        }
    }
  }
  return out + "\"";
}

std::string QuoteBytes(std::string_view text) {
  std::string out = "b\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) >= 0x7f) {
      fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned char>(c));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string QuoteRegex(std::string_view text) {
  std::string out = "/";
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '/') out += '\\';
    out += text[i];
    if (text[i] == '\\' && i + 1 < text.size()) out += text[++i];
  }
  return out + "/";
}

std::string DoubleText(double value) {
  std::string text = fmt::format("{}", value);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

std::string WordList(const std::vector<ast::Word>& strings) {
  std::string out;
  for (const ast::Word& word : strings) {
    if (!out.empty()) out += ", ";
    out += QuoteString(word.text);
  }
  return out;
}

std::string NameList(const std::vector<ast::Word>& names) {
  std::string out;
  for (const ast::Word& name : names) {
    if (!out.empty()) out += ", ";
    out += name.text;
  }
  return out;
}

std::string ExprList(const ast::File& file, const std::vector<ast::ExprId>& exprs) {
  std::string out;
  for (const ast::ExprId id : exprs) {
    if (!out.empty()) out += ", ";
    out += FormatExpr(file, id);
  }
  return out;
}

std::string TypeText(const ast::TypeRef& type) {
  std::string out = type.name;
  for (size_t i = 0; i < type.args.size(); ++i) {
    out += i == 0 ? "(" : ", ";
    out += TypeText(type.args[i]);
  }
  return type.args.empty() ? out : out + ")";
}

std::string TemplateText(const ast::File& file, const ast::Template& text) {
  std::string content;
  for (size_t i = 0; i < text.texts.size(); ++i) {
    for (const char c : text.texts[i]) {
      content += c;
      if (c == '{') content += '{';
    }
    if (i == text.exprs.size()) break;
    const std::string expr = FormatExpr(file, text.exprs[i]);
    // A map right behind the brace would read as an escaped one.
    content += expr.starts_with('{') ? "{ " : "{";
    content += expr + "}";
  }
  return QuoteString(content);
}

}  // namespace remit
