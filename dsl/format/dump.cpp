// The tree as indented text for golden tests. Expressions are one line each, every node in
// parentheses with its kind, so that no precedence has to be known to read them.
#include <fmt/format.h>

#include "dsl/format/format.h"
#include "dsl/format/print.h"
#include "engine/model/verdict.h"

namespace remit {
namespace {

using ast::ExprId;
using ast::ExprKind;

std::string_view NodeName(ExprKind kind) {
  switch (kind) {
    case ExprKind::Select:
      return "select";
    case ExprKind::Index:
      return "index";
    case ExprKind::Call:
      return "call";
    case ExprKind::Method:
      return "method";
    case ExprKind::Conditional:
      return "if";
    case ExprKind::List:
      return "list";
    case ExprKind::Map:
      return "map";
    default:
      return "";
  }
}

std::string ExprDump(const ast::File& file, ExprId id) {
  const ast::Expr& expr = file.expr(id);
  switch (expr.kind) {
    case ExprKind::Null:
    case ExprKind::Bool:
    case ExprKind::Int:
    case ExprKind::Uint:
    case ExprKind::Double:
    case ExprKind::String:
    case ExprKind::Bytes:
      return FormatExpr(file, id);
    case ExprKind::Name:
      return (expr.leading_dot ? "." : "") + expr.text;
    default:
      break;
  }
  std::string out = "(";
  const bool operation = expr.kind == ExprKind::Unary || expr.kind == ExprKind::Binary;
  out += operation ? ast::OpText(expr.op) : NodeName(expr.kind);
  if (expr.optional) out += '?';
  if (expr.leading_dot) out += '.';
  if (!expr.text.empty()) out += expr.quoted ? " `" + expr.text + "`" : " " + expr.text;
  const size_t step = expr.kind == ExprKind::Map ? 2 : 1;
  for (size_t i = 0; i < expr.args.size(); ++i) {
    const bool optional =
        i % step == 0 && i / step < expr.optionals.size() && expr.optionals[i / step];
    out += (optional ? " ?" : " ") + ExprDump(file, expr.args[i]);
  }
  return out + ")";
}

// Lines `NAME VALUE` at a depth of indentation. What is absent writes no line.
class Dumper {
 public:
  explicit Dumper(const ast::File& file) : file_(file) {}
  std::string Take() { return std::move(out_); }

  void Line(std::string_view name, std::string_view value = {}) {
    out_.append(2 * depth_, ' ');
    out_ += name;
    if (!value.empty()) {
      out_ += ' ';
      out_ += value;
    }
    out_ += '\n';
  }
  void Expr(std::string_view name, ExprId id) {
    if (id != ast::kNoExpr) Line(name, ExprDump(file_, id));
  }
  void String(std::string_view name, const ast::Word& word) { Line(name, QuoteString(word.text)); }
  void Words(std::string_view name, const std::vector<ast::Word>& words) {
    if (!words.empty()) Line(name, WordList(words));
  }
  void Literal(std::string_view name, const std::optional<ast::Literal>& literal) {
    if (literal) Line(name, (literal->param ? "param " : "") + literal->text);
  }
  void Text(std::string_view name, const std::optional<ast::Template>& text) {
    if (!text) return;
    std::string line;
    for (size_t i = 0; i < text->texts.size(); ++i) {
      line += (i == 0 ? "" : " ") + QuoteString(text->texts[i]);
      if (i < text->exprs.size()) line += " " + ExprDump(file_, text->exprs[i]);
    }
    Line(name, line);
  }
  void Effect(std::string_view name, const ast::Effect& effect) {
    Line(name, VerdictName(effect.verdict));
    ++depth_;
    for (const ExprId id : effect.to) Expr("to", id);
    Literal("quorum", effect.quorum);
    Literal("within", effect.within);
    --depth_;
  }

  void Header(const ast::Header& header);
  void operator()(const ast::Import& node);
  void operator()(const ast::Param& node);
  void operator()(const ast::Type& node);
  void operator()(const ast::Facts& node);
  void operator()(const ast::Define& node);
  void operator()(const ast::Let& node);
  void operator()(const ast::Patterns& node);
  void operator()(const ast::Score& node);
  void operator()(const ast::Rule& node);
  void operator()(const ast::Test& node);
  void Action(const ast::ActionExpr& action);
  void Expectation(const ast::Expectation& expectation);

 private:
  const ast::File& file_;
  std::string out_;
  size_t depth_ = 0;
};

void Dumper::Header(const ast::Header& header) {
  Line("policy", header.name.text);
  ++depth_;
  if (header.version) String("version", *header.version);
  Words("on", header.patterns);
  Words("owner", header.owners);
  if (header.default_verdict) Line("default", VerdictName(*header.default_verdict));
  if (header.shadow) Line("shadow");
  --depth_;
}

void Dumper::operator()(const ast::Import& node) {
  Line("import", QuoteString(node.path.text) + " " + node.name.text);
}

void Dumper::operator()(const ast::Param& node) {
  Line("param", node.name.text + " " + TypeText(node.type));
  ++depth_;
  Expr("value", node.value);
  Expr("at-least", node.at_least);
  Expr("at-most", node.at_most);
  --depth_;
}

void Dumper::operator()(const ast::Type& node) {
  Line("type", node.name.text);
  ++depth_;
  for (const ast::TypeField& field : node.fields) {
    Line("field", field.name.text + (field.optional ? "? " : " ") + TypeText(field.type));
  }
  --depth_;
}

void Dumper::operator()(const ast::Facts& node) {
  Line("facts", node.name.text + (node.optional ? "? " : " ") + TypeText(node.type));
  ++depth_;
  Expr("from", node.from);
  --depth_;
}

void Dumper::operator()(const ast::Define& node) {
  Line("define", node.name.text);
  ++depth_;
  for (const ast::DefineParam& param : node.params) {
    Line("param", param.name.text + " " + TypeText(param.type));
  }
  Expr("body", node.body);
  --depth_;
}

void Dumper::operator()(const ast::Let& node) {
  Line("let", node.name.text);
  ++depth_;
  Expr("value", node.value);
  --depth_;
}

void Dumper::operator()(const ast::Patterns& node) {
  Line("patterns", node.name.text);
  ++depth_;
  for (const ast::PatternEntry& entry : node.entries) {
    Line(entry.regex ? "regex" : "string", entry.name.text + " " + QuoteString(entry.text.text));
    ++depth_;
    Words("keyword", entry.keywords);
    if (entry.entropy) Line("entropy", DoubleText(*entry.entropy));
    Words("in", entry.paths);
    --depth_;
  }
  Words("allow", node.allow);
  --depth_;
}

void Dumper::operator()(const ast::Score& node) {
  Line("score", node.name.text);
  ++depth_;
  Expr("base", node.base);
  for (const ast::Contribution& contribution : node.contributions) {
    Expr("add", contribution.value);
    ++depth_;
    Expr("when", contribution.when);
    Text("because", contribution.because);
    --depth_;
  }
  Expr("cap", node.cap);
  --depth_;
}

void Dumper::operator()(const ast::Rule& node) {
  constexpr std::string_view kKinds[] = {"authority", "threshold", "prohibit", "trigger"};
  constexpr std::string_view kSeverities[] = {"", "low", "medium", "high", "critical"};
  constexpr std::string_view kBounds[] = {"above", "below", "at-least", "at-most", "outside"};
  Line(kKinds[static_cast<size_t>(node.kind)], node.name.text);
  ++depth_;
  Words("on", node.patterns);
  Expr("when", node.when);
  Expr("unless", node.unless);
  Text("reason", node.reason);
  if (node.severity != Severity::None) {
    Line("severity", kSeverities[static_cast<size_t>(node.severity)]);
  }
  Words("ref", node.refs);
  if (node.shadow) Line("shadow");
  Expr("for", node.for_whom);
  for (const ast::Grant& grant : node.grants) {
    Line("may", WordList(grant.patterns));
    ++depth_;
    Expr("when", grant.when);
    if (grant.permission != Permission::Alone) Effect("with", grant.effect);
    --depth_;
  }
  Literal("valid-from", node.valid_from);
  Literal("valid-until", node.valid_until);
  Expr("measure", node.measure);
  for (const ast::Band& band : node.bands) {
    Line("band", kBounds[static_cast<size_t>(band.bound)]);
    ++depth_;
    Expr("low", band.low);
    Expr("high", band.high);
    Effect("effect", band.effect);
    --depth_;
  }
  for (const ast::Match& match : node.matches) {
    Expr("match " + match.set.text, match.text);
  }
  if (node.waive) Effect("waive", *node.waive);
  if (node.effect) Effect("effect", *node.effect);
  --depth_;
}

void Dumper::Action(const ast::ActionExpr& action) {
  constexpr std::string_view kKinds[] = {"action", "map", "file"};
  Line("given", kKinds[static_cast<size_t>(action.kind)]);
  ++depth_;
  Expr("name", action.name);
  Expr("context", action.context);
  Expr("properties", action.properties);
  const auto entity = [&](std::string_view name, const std::optional<ast::EntityExpr>& value) {
    if (!value) return;
    Line(name, value->type.text);
    ++depth_;
    Expr("id", value->id);
    Expr("properties", value->properties);
    --depth_;
  };
  entity("by", action.by);
  entity("on", action.on);
  --depth_;
}

void Dumper::Expectation(const ast::Expectation& expectation) {
  using Kind = ast::Expectation::Kind;
  switch (expectation.kind) {
    case Kind::Verdict:
      Line("expect", VerdictName(expectation.verdict));
      break;
    case Kind::NotBy:
      Line("expect not");
      break;
    case Kind::Error:
      Line("expect error");
      break;
    case Kind::InputError:
      Line("expect input error");
      break;
  }
  ++depth_;
  if (!expectation.by.empty()) Line("by", NameList(expectation.by));
  for (const ExprId id : expectation.to) Expr("to", id);
  --depth_;
}

void Dumper::operator()(const ast::Test& node) {
  Line("test", QuoteString(node.name.text));
  ++depth_;
  for (const auto& [name, value] : node.params) Expr("param " + name.text, value);
  if (node.given) Action(*node.given);
  Literal("at", node.at);
  for (const ast::Expectation& expectation : node.expectations) Expectation(expectation);
  --depth_;
}

}  // namespace

std::string DumpFile(const ast::File& file) {
  Dumper dumper(file);
  if (!file.documentation.empty()) {
    dumper.Line("documentation", QuoteString(file.documentation));
  }
  if (file.header) dumper.Header(*file.header);
  for (const ast::Item& item : file.items) {
    if (!item.documentation.empty()) {
      dumper.Line("documentation", QuoteString(item.documentation));
    }
    std::visit(dumper, item.node);
  }
  return dumper.Take();
}

}  // namespace remit
