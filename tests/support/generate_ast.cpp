#include "tests/support/generate_ast.h"

#include "tests/support/generate_expr.h"

namespace remit {
namespace {

using ast::ExprId;
using ast::Word;
using properties::Choices;

// One value at a time is drawn, each in a statement of its own: the order of evaluation inside a
// call or an initializer may differ between compilers.
class Generator {
 public:
  explicit Generator(Choices& choices) : choices_(choices) {}
  ast::File Make();

 private:
  bool Maybe() { return choices_.OneIn(2); }
  ExprId Expr() {
    const int depth = static_cast<int>(choices_.Below(4));
    return MakeExpr(choices_, file_, depth);
  }
  ExprId MaybeExpr() { return Maybe() ? Expr() : ast::kNoExpr; }
  Word Name() { return {MakeName(choices_), {}}; }
  Word String() { return {MakeText(choices_), {}}; }
  Word Dotted();
  Word Regex();
  Word ActionPattern() { return {choices_.Pick({"merge", "*", "deploy.*", "a-b._1.*.z9"}), {}}; }
  template <typename T, typename Make>
  std::vector<T> Several(uint32_t least, Make make) {
    const uint32_t count = least + choices_.Below(3);
    std::vector<T> out;
    for (uint32_t i = 0; i < count; ++i) out.push_back(make());
    return out;
  }
  std::vector<Word> Strings(uint32_t least) {
    return Several<Word>(least, [&] { return String(); });
  }
  std::vector<Word> Patterns(uint32_t least) {
    return Several<Word>(least, [&] { return ActionPattern(); });
  }
  std::vector<Word> Rules(uint32_t least) {
    return Several<Word>(least, [&] { return Dotted(); });
  }
  std::vector<ExprId> Recipients(uint32_t least) {
    return Several<ExprId>(least, [&] { return Expr(); });
  }
  ast::Literal Figure(std::initializer_list<std::string_view> literals);
  std::optional<ast::Literal> MaybeFigure(std::initializer_list<std::string_view> literals) {
    if (!Maybe()) return std::nullopt;
    return Figure(literals);
  }
  std::optional<ast::Literal> MaybeCount() {
    return MaybeFigure({"1", "2", "9223372036854775807", "0"});
  }
  std::optional<ast::Literal> MaybeDuration() {
    return MaybeFigure({"1h", "1d2h3m4s5ms", "0s", "99999999999999999999h"});
  }
  std::optional<ast::Literal> MaybeTimestamp() {
    return MaybeFigure({"2027-01-01T00:00:00Z", "0001-01-01T00:00:00Z",
                        "9999-12-31T23:59:59.999999999Z", "2026-02-28T12:30:00.5+05:30"});
  }
  ast::TypeRef Type(int depth);
  ast::Template Template();
  std::string Documentation();
  ast::Header Header();

  ast::Import Import();
  ast::Param Param();
  ast::Type TypeDecl();
  ast::Facts Facts();
  ast::Define Define();
  ast::Patterns PatternSet();
  ast::PatternEntry Entry();
  ast::Score Score();
  ast::Effect Effect(Verdict verdict, uint32_t least_to);
  ast::Rule Rule();
  void FillAuthority(ast::Rule& rule);
  void FillThreshold(ast::Rule& rule);
  void FillProhibit(ast::Rule& rule);
  void FillTrigger(ast::Rule& rule);
  ast::EntityExpr Entity();
  ast::ActionExpr Action();
  ast::Expectation Expectation();
  ast::Test Test();

  Choices& choices_;
  ast::File file_;
};

Word Generator::Dotted() {
  Word word = Name();
  const uint32_t more = choices_.Below(3);
  for (uint32_t i = 0; i < more; ++i) word.text += "." + MakeSelector(choices_);
  return word;
}

// Atoms of which each is read back as it is, whatever stands beside it.
Word Generator::Regex() {
  Word word;
  const uint32_t count = 1 + choices_.Below(5);
  for (uint32_t i = 0; i < count; ++i) {
    word.text += choices_.Pick({"a", "/", "\\\\", "\\d", "[/]", "[^/\\]]", "(?i)", "\u00e9", " ",
                                "\"", "//", "/*", "#", "{2,3}", "\t", "\r", "\\\""});
  }
  return word;
}

ast::Literal Generator::Figure(std::initializer_list<std::string_view> literals) {
  if (Maybe()) return {Dotted().text, true, {}};
  return {choices_.Pick(literals), false, {}};
}

ast::TypeRef Generator::Type(int depth) {
  ast::TypeRef type;
  const uint32_t args = depth == 0 ? 0 : choices_.Below(4);
  if (args == 3) {  // near the limit
    type.name = Dotted().text;
    for (int i = 0; i < 100; ++i) type = ast::TypeRef{"list", {std::move(type)}, {}};
    return type;
  }
  type.name = args == 0 ? Dotted().text : args == 1 ? "list" : "map";
  for (uint32_t i = 0; i < args; ++i) type.args.push_back(Type(depth - 1));
  return type;
}

ast::Template Generator::Template() {
  ast::Template text;
  text.texts.push_back(MakeText(choices_));
  const uint32_t exprs = choices_.Below(4);
  for (uint32_t i = 0; i < exprs; ++i) {
    text.exprs.push_back(Expr());
    text.texts.push_back(MakeText(choices_));
  }
  return text;
}

std::string Generator::Documentation() {
  std::string text;
  if (!choices_.OneIn(3)) return text;
  const uint32_t lines = 1 + choices_.Below(3);
  for (uint32_t i = 0; i < lines; ++i) {
    if (i != 0) text += '\n';
    text += choices_.Pick({"why", "", "  indented", "/ a slash", "// more", "\ttab\t",
                           "\u00e9 \u202e", "trigger t {", "\"", "`"});
  }
  return text;
}

ast::Header Generator::Header() {
  ast::Header header;
  header.name = Dotted();
  if (Maybe()) header.version = String();
  header.patterns = Patterns(0);
  header.owners = Strings(0);
  if (Maybe()) header.default_verdict = static_cast<Verdict>(choices_.Below(3));
  header.shadow = Maybe();
  return header;
}

ast::Import Generator::Import() {
  ast::Import node;
  node.path = String();
  node.name = Name();
  return node;
}

ast::Param Generator::Param() {
  ast::Param node;
  node.name = Name();
  node.type = Type(2);
  node.value = Expr();
  node.at_least = MaybeExpr();
  node.at_most = MaybeExpr();
  return node;
}

ast::Type Generator::TypeDecl() {
  ast::Type node;
  node.name = Name();
  node.fields = Several<ast::TypeField>(0, [&] {
    ast::TypeField field;
    field.name = Name();
    field.optional = Maybe();
    field.type = Type(3);
    return field;
  });
  return node;
}

ast::Facts Generator::Facts() {
  ast::Facts node;
  node.name = Name();
  node.optional = Maybe();
  node.type = Type(2);
  node.from = MaybeExpr();
  return node;
}

ast::Define Generator::Define() {
  ast::Define node;
  node.name = Name();
  node.params = Several<ast::DefineParam>(0, [&] {
    ast::DefineParam param;
    param.name = Name();
    param.type = Type(2);
    return param;
  });
  node.body = Expr();
  return node;
}

ast::PatternEntry Generator::Entry() {
  ast::PatternEntry entry;
  entry.name.text = choices_.Pick({"key", "b", "r", "trigger", "patterns", "x_1"});
  entry.regex = Maybe();
  entry.text = entry.regex ? Regex() : String();
  entry.keywords = Strings(0);
  if (Maybe()) entry.entropy = MakeDouble(choices_);
  entry.paths = Strings(0);
  return entry;
}

ast::Patterns Generator::PatternSet() {
  ast::Patterns node;
  node.name = Name();
  node.entries = Several<ast::PatternEntry>(0, [&] { return Entry(); });
  node.allow = Several<Word>(0, [&] { return Regex(); });
  return node;
}

ast::Score Generator::Score() {
  ast::Score node;
  node.name = Name();
  node.base = MaybeExpr();
  node.contributions = Several<ast::Contribution>(0, [&] {
    ast::Contribution contribution;
    contribution.value = Expr();
    contribution.when = MaybeExpr();
    if (Maybe()) contribution.because = Template();
    return contribution;
  });
  node.cap = MaybeExpr();
  return node;
}

ast::Effect Generator::Effect(Verdict verdict, uint32_t least_to) {
  ast::Effect effect;
  effect.verdict = verdict;
  effect.to = Recipients(least_to);
  if (verdict != Verdict::Escalate) return effect;
  effect.quorum = MaybeCount();
  effect.within = MaybeDuration();
  return effect;
}

void Generator::FillAuthority(ast::Rule& rule) {
  rule.for_whom = Expr();
  rule.grants = Several<ast::Grant>(0, [&] {
    ast::Grant grant;
    grant.patterns = Patterns(1);
    grant.when = MaybeExpr();
    grant.permission = static_cast<Permission>(choices_.Below(3));
    if (grant.permission == Permission::WithNotice) grant.effect = Effect(Verdict::Notify, 1);
    if (grant.permission == Permission::WithApproval) grant.effect = Effect(Verdict::Escalate, 0);
    return grant;
  });
  rule.valid_from = MaybeTimestamp();
  rule.valid_until = MaybeTimestamp();
}

void Generator::FillThreshold(ast::Rule& rule) {
  rule.measure = Expr();
  rule.bands = Several<ast::Band>(1, [&] {
    ast::Band band;
    band.bound = static_cast<Bound>(choices_.Below(5));
    band.low = Expr();
    if (band.bound == Bound::Outside) band.high = Expr();
    band.effect = Effect(Maybe() ? Verdict::Notify : Verdict::Escalate, 0);
    return band;
  });
}

void Generator::FillProhibit(ast::Rule& rule) {
  rule.matches = Several<ast::Match>(rule.when == ast::kNoExpr ? 1 : 0, [&] {
    ast::Match match;
    match.set = Dotted();
    match.text = Expr();
    return match;
  });
  if (!Maybe()) return;
  rule.waive = Effect(Verdict::Escalate, 1);
  rule.waive->within.reset();
}

void Generator::FillTrigger(ast::Rule& rule) {
  if (rule.when == ast::kNoExpr) rule.when = Expr();
  rule.effect = Effect(Maybe() ? Verdict::Notify : Verdict::Escalate, 0);
}

ast::Rule Generator::Rule() {
  ast::Rule rule;
  rule.kind = static_cast<RuleKind>(choices_.Below(4));
  rule.name = Name();
  rule.patterns = Patterns(0);
  rule.when = MaybeExpr();
  rule.unless = MaybeExpr();
  if (Maybe()) rule.reason = Template();
  rule.severity = static_cast<Severity>(choices_.Below(5));
  rule.refs = Strings(0);
  rule.shadow = Maybe();
  switch (rule.kind) {
    case RuleKind::Authority:
      FillAuthority(rule);
      break;
    case RuleKind::Threshold:
      FillThreshold(rule);
      break;
    case RuleKind::Prohibit:
      FillProhibit(rule);
      break;
    case RuleKind::Trigger:
      FillTrigger(rule);
      break;
  }
  return rule;
}

ast::EntityExpr Generator::Entity() {
  ast::EntityExpr entity;
  entity.type = Name();
  entity.id = Expr();
  entity.properties = MaybeExpr();
  return entity;
}

ast::ActionExpr Generator::Action() {
  using Kind = ast::ActionExpr::Kind;
  ast::ActionExpr action;
  action.kind = static_cast<Kind>(choices_.Below(3));
  switch (action.kind) {
    case Kind::Map:
      action.context = MakeMapExpr(choices_, file_, 3);
      break;
    case Kind::File:
      action.name = Expr();
      break;
    case Kind::Action:
      action.name = Expr();
      action.context = MaybeExpr();
      action.properties = MaybeExpr();
      if (Maybe()) action.by = Entity();
      if (Maybe()) action.on = Entity();
      break;
  }
  return action;
}

ast::Expectation Generator::Expectation() {
  using Kind = ast::Expectation::Kind;
  ast::Expectation expectation;
  expectation.kind = static_cast<Kind>(choices_.Below(4));
  if (expectation.kind == Kind::InputError) return expectation;
  expectation.by = Rules(expectation.kind == Kind::NotBy ? 1 : 0);
  if (expectation.kind != Kind::Verdict) return expectation;
  expectation.verdict = static_cast<Verdict>(choices_.Below(3));
  expectation.to = Recipients(0);
  return expectation;
}

ast::Test Generator::Test() {
  ast::Test test;
  test.name = String();
  const uint32_t params = choices_.Below(3);
  for (uint32_t i = 0; i < params; ++i) {
    Word name = Dotted();
    const ExprId value = Expr();
    test.params.emplace_back(std::move(name), value);
  }
  test.given = Action();
  test.at = MaybeTimestamp();
  test.expectations = Several<ast::Expectation>(1, [&] { return Expectation(); });
  return test;
}

ast::File Generator::Make() {
  if (Maybe()) {
    file_.documentation = Documentation();
    file_.header = Header();
  }
  const uint32_t items = choices_.Below(8);
  for (uint32_t i = 0; i < items; ++i) {
    ast::Item item;
    item.documentation = Documentation();
    switch (choices_.Below(12)) {
      case 0: {
        ast::Let let;
        let.name = Name();
        let.value = Expr();
        item.node = std::move(let);
        break;
      }
      case 1:
        item.node = Import();
        break;
      case 2:
        item.node = Param();
        break;
      case 3:
        item.node = TypeDecl();
        break;
      case 4:
        item.node = Facts();
        break;
      case 5:
        item.node = Define();
        break;
      case 6:
        item.node = PatternSet();
        break;
      case 7:
        item.node = Score();
        break;
      case 8:
        item.node = Test();
        break;
      default:
        item.node = Rule();
        break;
    }
    file_.items.push_back(std::move(item));
  }
  return std::move(file_);
}

}  // namespace

ast::File MakeFile(Choices& choices) { return Generator(choices).Make(); }

}  // namespace remit
