#include "tests/properties/generate_indexed.h"

#include <vector>

namespace remit::properties {
namespace {

// Of 31, 32 and 40 bytes, so that comparing them begins to cost fuel; each a prefix of the next.
constexpr const char* k31 = "0123456789012345678901234567890";
constexpr const char* k32 = "01234567890123456789012345678901";
constexpr const char* k40 = "0123456789012345678901234567890123456789";

std::string Numbered(Choices& c, const std::string& stem, uint32_t count) {
  return stem + std::to_string(c.Below(count));
}

// Texts that conditions name and facts hold.
std::string TextOf(Choices& c) {
  if (c.OneIn(3)) return Numbered(c, "k", 40);
  return c.Pick({"prod", "", "p", "production", "ab", "pro", k31, k32, k40});
}
std::string Text(Choices& c) { return "\"" + TextOf(c) + "\""; }

// Numbers that JSON and CEL write alike.
std::string Number(Choices& c) {
  if (c.OneIn(3)) return Numbered(c, "", 40);
  return c.Pick({"0", "1", "7", "7.0", "7.5", "-3", "-0.0", "0.1", "100", "9007199254740991",
                 "9007199254740992.0", "1e22", "-1e22"});
}

// Of the same slots, so that tables come about.
std::string TextSlot(Choices& c) {
  return c.Pick({"context.env", "context.s", "resource.team", "subject.id", "region",
                 "context.deep.s", "action.name"});
}
std::string NumberSlot(Choices& c) {
  return c.Pick({"context.n", "context.x", "amount", "context.deep.n"});
}
std::string Order(Choices& c) { return c.Pick({" > ", " >= ", " < ", " <= "}); }

std::string ListOf(Choices& c, std::string (*item)(Choices&)) {
  std::string text = "[" + item(c);
  for (uint32_t more = c.Below(4); more > 0; --more) text += ", " + item(c);
  return text + "]";
}

std::string ActionName(Choices& c) {
  if (c.OneIn(2)) return Numbered(c, "tool.t", 6);
  return c.Pick({"merge", "deploy.eu", "deploy.us", "deploy.eu.west", "file.read", "read"});
}
std::string QuotedName(Choices& c) { return "\"" + ActionName(c) + "\""; }

// One that a table or a test may hold.
std::string Guard(Choices& c) {
  switch (c.Below(14)) {
    case 0:
      return Join({TextSlot(c), " == ", Text(c)});
    case 1:
      return Join({TextSlot(c), " in ", ListOf(c, Text)});
    case 2:
      return Join({TextSlot(c), ".startsWith(", Text(c), ")"});
    case 3:
      return Join({NumberSlot(c), Order(c), Number(c)});
    case 4:
      return Join({NumberSlot(c), " == ", Number(c)});
    case 5:
      return Join({NumberSlot(c), " in ", ListOf(c, Number)});
    case 6:
      return Join({TextSlot(c), " != ", Text(c)});
    case 7:
      return Join({"context.n", " != ", Number(c)});
    case 8:
      return c.Pick({"context.b", "!context.b", "live", "!live"});
    case 9:
      return Join({"action.name == ", QuotedName(c)});
    case 10:
      return Join({"action.name in ", ListOf(c, QuotedName)});
    case 11:
      return c.Pick({"prod", "big", "same(context.s)"});
    case 12:
      return Join({"context.s", Order(c), Text(c)});
    default:
      return c.Pick({"context.x > 1u", "context.x == 7u", "context.env == null",
                     "context.n == true", "context.x < double(\"NaN\")",
                     "context.x == double(\"NaN\")", "context.x in [1, \"1\", 7u]",
                     "context.s in [\"ab\", b\"ab\"]", "\"prod\" == context.env", "7 < context.n"});
  }
}

// One that needs the VM: it may err, cost what its facts cost, or give what is no bool.
std::string Other(Choices& c) {
  switch (c.Below(8)) {
    case 0:
      return Join({"(", Guard(c), " || ", Guard(c), ")"});
    case 1:
      return Join({"(", Guard(c), " && ", Guard(c), ")"});
    case 2:
      return Join({"!(", Guard(c), ")"});
    case 3:
      return c.Pick({"context.missing == 1", "10 / context.n > 1", "size(context.l) > 1",
                     "context.l[1] == 7", "context.n + 1 > 7"});
    case 4:
      return c.Pick({"context.s == context.env", "context.n > context.x", "context.s in context.l",
                     "subject.id != resource.owner"});
    case 5:
      // Each a regex of its own, mostly: equal ones become one let.
      if (c.OneIn(2)) {
        return Join({c.Pick({"context.s", "context.long"}), ".matches(\"(?i)PRO+D|tes|zq",
                     std::to_string(c.Below(2000)), "\")"});
      }
      return c.Pick({"context.s.matches(\"^p.*d$\")", "context.long.matches(\"zz$\")",
                     "context.s.matches(\"(?i)PRO+D|tes\")", "context.other.matches(\"xxxz\")",
                     "context.long.contains(\"zz\")", "context.long == context.other"});
    case 6:
      return c.Pick({"context.l.exists(x, x == 7)", "context.l.all(x, x > 0)", "joined == \"abx\"",
                     "has(context.n)", "has(context.deep.s)"});
    default:
      return c.Pick({"dyn(context.s)", "dyn(context.n) == 1", "(context.b ? live : prod)", "on"});
  }
}

std::string Condition(Choices& c) {
  const uint32_t more = c.Below(4);
  std::string text = c.OneIn(4) ? Other(c) : Guard(c);
  for (uint32_t i = 0; i < more; ++i) text += " && " + (c.OneIn(3) ? Other(c) : Guard(c));
  return text;
}

std::string Pattern(Choices& c) {
  if (!c.OneIn(3)) return QuotedName(c);
  return c.Pick({"\"deploy.*\"", "\"*\"", "\"tool.*\"", "\"*.read\"", "\"deploy.*.west\"",
                 "\"merge\", \"tool.t1\"", "\"deploy.*\", \"deploy.eu\""});
}
std::string On(Choices& c) { return c.OneIn(2) ? "" : " on " + Pattern(c); }

std::string Common(Choices& c) {
  std::string text;
  if (c.OneIn(4)) text += "  unless " + Condition(c) + "\n";
  if (c.OneIn(5)) text += "  reason \"n {context.n} by {subject.id}\"\n";
  if (c.OneIn(10)) text += "  mode shadow\n";
  return text + "}\n";
}

std::string Authority(Choices& c, const std::string& name) {
  std::string text = Join({"authority ", name, On(c), " {\n  for ",
                           c.Pick({"true", "subject.type == \"agent\"", "context.b"}), "\n"});
  for (uint32_t more = c.Below(3) + 1; more > 0; --more) {
    text += "  may " + Pattern(c);
    if (!c.OneIn(4)) text += " when " + Condition(c);
    text += c.Pick({"\n", " with notice to \"team\"\n", " with approval from \"boss\"\n",
                    " with approval from context.s, \"eve\" within 2h\n"});
  }
  if (c.OneIn(3)) text += "  when " + Condition(c) + "\n";
  return text + Common(c);
}

std::string Threshold(Choices& c, const std::string& name) {
  std::string text = Join({"threshold ", name, On(c), " {\n"});
  if (!c.OneIn(6)) text += "  when " + Condition(c) + "\n";
  return Join({text, "  measure ", NumberSlot(c), "\n  notify above 1 to \"team\"\n",
               "  escalate above 50\n", Common(c)});
}

std::string Prohibit(Choices& c, const std::string& name) {
  std::string text = Join({"prohibit ", name, On(c), " {\n"});
  const bool when = !c.OneIn(3);
  if (when) text += "  when " + Condition(c) + "\n";
  if (!when || c.OneIn(4)) text += "  match keys in context.s\n";
  if (c.OneIn(2)) text += "  waive by \"security\"\n";
  return text + Common(c);
}

std::string Trigger(Choices& c, const std::string& name) {
  return Join({"trigger ", name, On(c), " {\n  when ", Condition(c), "\n",
               c.Pick({"  notify to \"team\"\n", "  escalate to \"ops\"\n", "  notify\n"}),
               Common(c)});
}

std::string Rule(Choices& c, const std::string& name) {
  switch (c.Below(6)) {
    case 0:
      return Authority(c, name);
    case 1:
      return Threshold(c, name);
    case 2:
      return Prohibit(c, name);
    default:
      return Trigger(c, name);
  }
}

std::string Header(Choices& c, uint32_t policy) {
  std::string text = "policy p" + std::to_string(policy);
  if (policy > 0 && c.OneIn(3)) text += " on " + Pattern(c);
  text += " owner \"lead\"";
  if (policy == 0 || c.OneIn(2)) text += " default " + c.Pick({"allow", "notify", "escalate"});
  if (policy > 0 && c.OneIn(5)) text += " mode shadow";
  return text +
         "\nfacts region: string\nfacts amount: double\nfacts live: bool\n"
         "define same(x: string) = x == \"ab\"\n"
         "patterns keys { key \"k1\" }\n"
         "let prod = context.env == \"prod\"\nlet big = context.n > 100\nlet on = context.b\n"
         "let joined = context.s + \"x\"\n";
}

class ObjectText {
 public:
  explicit ObjectText(Choices& choices) : choices_(choices) {}
  // One in 10 members is left out, one in 10 is of some other kind.
  void Add(const std::string& name, const std::string& value) {
    if (choices_.OneIn(10)) return;
    Must(name, choices_.OneIn(10)
                   ? choices_.Pick({"null", "7", "\"7\"", "[\"prod\"]", "{}", "true", "7.25"})
                   : value);
  }
  void Must(const std::string& name, const std::string& value) {
    body_ += Join({body_.empty() ? "" : ", ", "\"", name, "\": ", value});
  }
  std::string Text() const { return "{" + body_ + "}"; }

 private:
  Choices& choices_;
  std::string body_;
};

// A text that some condition names, one a byte longer or shorter, or another of its size.
std::string NearText(Choices& c) {
  std::string text = TextOf(c);
  switch (c.Below(6)) {
    case 3:
      text += "x";
      break;
    case 4:
      text = text.substr(0, text.size() / 2);
      break;
    case 5:
      if (!text.empty()) text.back() = 'x';
      break;
    default:
      break;
  }
  return "\"" + text + "\"";
}

std::string NearNumber(Choices& c) {
  if (!c.OneIn(4)) return Number(c);
  return c.Pick({"6.999999999999999", "7.000000000000001", "5e-324", "-2.5e-300",
                 "9007199254740994", "-9007199254740991"});
}

}  // namespace

std::map<std::string, std::string> MakeIndexedBundle(Choices& c, uint32_t rules) {
  const uint32_t policies = 1 + c.Below(4);
  std::vector<std::string> texts;
  for (uint32_t i = 0; i < policies; ++i) texts.push_back(Header(c, i));
  for (uint32_t i = 0; i < rules; ++i) {
    texts[c.Below(policies)] += "\n" + Rule(c, "r" + std::to_string(i));
  }
  std::map<std::string, std::string> files;
  for (uint32_t i = 0; i < policies; ++i) files["p" + std::to_string(i) + ".remit"] = texts[i];
  return files;
}

std::string MakeIndexedAction(Choices& c) {
  ObjectText action(c), subject(c), name(c), resource(c), resource_properties(c), context(c),
      deep(c);
  name.Must("name", c.OneIn(4) ? c.Pick({"\"deploy.us.west\"", "\"other\"", "\"tool.other\"",
                                         "\"book.read\"", "\"tool.t1.x\""})
                               : QuotedName(c));
  subject.Must("type", c.Pick({"\"agent\"", "\"user\""}));
  subject.Must("id", c.Pick({"\"ab\"", "\"prod\"", "\"k1\""}));
  resource.Must("type", "\"service\"");
  resource.Must("id", "\"ledger\"");
  resource_properties.Add("team", NearText(c));
  resource_properties.Add("owner", c.Pick({"\"ab\"", "\"k2\""}));
  resource.Must("properties", resource_properties.Text());
  context.Add("env", NearText(c));
  context.Add("s", NearText(c));
  context.Add("n", NearNumber(c));
  context.Add("x", NearNumber(c));
  context.Add("b", c.Pick({"true", "false"}));
  context.Add("live", c.Pick({"true", "false"}));
  context.Add("region", NearText(c));
  context.Add("amount", NearNumber(c));
  context.Add("l", c.Pick({"[]", "[1, 7]", "[\"ab\", \"prod\"]", "[7, 7, 7, 7, 7, 7, 7, 7, 7]"}));
  // Enough to run out of little fuel.
  const std::string text(c.Pick({"a", "b"}) == "a" ? 40 : 4000, 'z');
  context.Add("long", "\"" + text + "\"");
  context.Add("other", "\"" + text + "\"");
  deep.Add("s", NearText(c));
  deep.Add("n", NearNumber(c));
  context.Add("deep", deep.Text());
  if (!c.OneIn(12)) action.Must("subject", subject.Text());
  action.Must("action", name.Text());
  if (!c.OneIn(12)) action.Must("resource", resource.Text());
  if (!c.OneIn(20)) action.Must("context", context.Text());
  return action.Text();
}

}  // namespace remit::properties
