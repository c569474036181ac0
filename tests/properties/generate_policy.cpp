#include <algorithm>

#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

std::string Condition(Choices& c, int depth = 3) { return MakeExpression(c, Wanted::Bool, depth); }

std::string Patterns(Choices& c) {
  if (c.Below(3) != 0) return "";
  return " on " + c.Pick({"\"merge\"", "\"deploy.*\"", "\"deploy.production\", \"merge\"", "\"*\"",
                          "\"*.exec\"", "\"file.*\""});
}

std::string To(Choices& c) {
  return c.Pick({"", "\"oncall\"", "\"oncall\", \"team\"", "subject.id", "resource.labels",
                 "context.s", "[\"a\", \"b\"]", "names", "dyn(context.any)",
                 "\"team\", context.missing"});
}

std::string Ask(Choices& c, const std::string& word) {
  const std::string to = To(c);
  std::string text = to.empty() ? "" : " " + word + " " + to;
  if (c.OneIn(4)) text += " quorum " + c.Pick({"1", "2", "people"});
  if (c.OneIn(4)) text += " within " + c.Pick({"30m", "1h30m", "wait"});
  return text;
}

std::string Notice(Choices& c, const std::string& word) {
  const std::string to = To(c);
  return to.empty() ? "" : " " + word + " " + to;
}

std::string Common(Choices& c) {
  std::string text;
  if (c.OneIn(3)) text += "  unless " + Condition(c, 1) + "\n";
  if (c.OneIn(3)) {
    text += "  reason " +
            c.Pick({"\"seen {context.n} and {order.id}: {context.any}\"", "\"{context.s}\"",
                    "\"{{plain}}\"", "\"{risk}, {context.missing}\"", "\"{text}{order.tags}\""}) +
            "\n";
  }
  if (c.OneIn(6)) text += "  severity high\n";
  if (c.OneIn(8)) text += "  mode shadow\n";
  return text;
}

std::string Authority(Choices& c, const std::string& name) {
  std::string text = "authority " + name + Patterns(c) + " {\n";
  text += "  for " +
          c.Pick({"true", "subject.type == \"agent\"", "subject.level > 1", "context.b"}) + "\n";
  for (uint32_t more = c.Below(3) + 1; more > 0; --more) {
    text += "  may " + c.Pick({"\"*\"", "\"merge\"", "\"deploy.*\"",
                               "\"deploy.staging\", \"merge\"", "\"shell.exec\""});
    if (!c.OneIn(4)) text += " when " + Condition(c, 2);
    switch (c.Below(3)) {
      case 0:
        break;
      case 1: {
        const std::string to = Notice(c, "to");
        text += to.empty() ? " with notice to \"team\"" : " with notice" + to;
        break;
      }
      default:
        text += " with approval" + Ask(c, "from");
    }
    text += "\n";
  }
  if (c.OneIn(5))
    text += "  valid " +
            c.Pick({"until 2026-01-05T12:00:00Z", "from 2026-01-05T12:00:00Z",
                    "from 2020-01-01T00:00:00Z until 2027-01-01T00:00:00Z"}) +
            "\n";
  if (c.OneIn(4)) text += "  when " + Condition(c, 1) + "\n";
  return text + Common(c) + "}\n";
}

std::string Threshold(Choices& c, const std::string& name) {
  std::string text = "threshold " + name + Patterns(c) + " {\n";
  if (c.OneIn(3)) text += "  when " + Condition(c, 2) + "\n";
  text += "  measure " + MakeExpression(c, c.OneIn(3) ? Wanted::Double : Wanted::Int, 2) + "\n";
  const std::string low = c.Pick({"1", "0", "limit", "context.n", "-2"});
  switch (c.Below(4)) {
    case 0:
      text +=
          Join({"  notify above ", low, Notice(c, "to"), "\n  escalate above 50", Ask(c, "to")});
      break;
    case 1:
      text += Join(
          {"  notify at most ", low, Notice(c, "to"), "\n  escalate at most -3", Ask(c, "to")});
      break;
    case 2:
      text += Join({"  notify below 3", Notice(c, "to"), "\n  escalate at least ", low,
                    Ask(c, "to"), "\n  escalate above 50", Ask(c, "to")});
      break;
    default:
      text += Join({"  escalate outside ", low, " and ", c.Pick({"60", "context.n", "order.total"}),
                    Ask(c, "to")});
  }
  text += "\n";
  return text + Common(c) + "}\n";
}

std::string Prohibit(Choices& c, const std::string& name) {
  std::string text = "prohibit " + name + Patterns(c) + " {\n";
  if (!c.OneIn(3))
    text += "  when " + Condition(c) + "\n";
  else
    for (uint32_t more = c.Below(3) / 2 + 1; more > 0; --more) {
      text += "  match secrets in " +
              c.Pick({"context.s", "context.hunks", "word + context.s", "text",
                      "context.?s.orValue('k1')", "order.lines[0].sku"}) +
              "\n";
    }
  if (c.Below(3) != 0) {
    const std::string to = To(c);
    text +=
        "  waive by " + (to.empty() ? "\"security\"" : to) + (c.OneIn(4) ? " quorum 2" : "") + "\n";
  }
  return text + Common(c) + "}\n";
}

std::string Trigger(Choices& c, const std::string& name) {
  std::string text = Join({"trigger ", name, Patterns(c), " {\n  when ", Condition(c), "\n"});
  text += c.OneIn(2) ? "  escalate" + Ask(c, "to") + "\n" : "  notify" + Notice(c, "to") + "\n";
  return text + Common(c) + "}\n";
}

}  // namespace

std::vector<std::string> VocabularyItems() {
  return {
      "type Person { name: string, age?: int }\n",
      "type Line { sku: string, count: int, price: double, note?: string }\n",
      "type Order { id: string, total: double, lines: list(Line), tags: map(string, string),\n"
      "  placed: timestamp, took?: duration, raw?: bytes, owner?: Person, weight?: double,\n"
      "  weights: list(double), grid: list(list(int)) }\n",
      "facts order: Order\n",
      "facts extra?: Person\n",
      "param limit: int = 7\n",
      "param people: int = 2\n",
      "param ratio: double = 1.5\n",
      "param word: string = \"ab\"\n",
      "param regex: string = \"^[a-k]+\"\n",
      "param flag: bool = true\n",
      "param names: list(string) = [\"ann\", \"ab\"]\n",
      "param wait: duration = duration(\"90m\")\n",
      "define twice(x: int) = x + x\n",
      "define both(a: bool, b: bool) = a && b\n",
      "define either(a: bool, b: bool) = b || a\n",
      "define pick(a: bool, x: string, y: string) = a ? x : y\n",
      "patterns secrets {\n  key /k[0-9]+/\n  token /token([a-z]{8,})/ keyword \"token\" entropy "
      "2.0\n"
      "  env /KEY=(\\w+)/ in \"**/*.env\", \"*.env\"\n  plain \"a.b\"\n  allow /^k7$/\n}\n",
      "score risk {\n  base 0.1\n  add 0.2 when context.b because \"b {context.n}\"\n"
      "  add order.total when has(order.took)\n  add 0.7 when context.n == 1\n  cap 1.0\n}\n",
      "let shared = order.lines.filter(l, l.count > limit)\n",
      "let small = context.n <= limit && context.b\n",
      "let text = context.s + word\n",
      "let chain = small ? size(text) : shared.size()\n",
      "let maybe = order.?owner.?age\n",
  };
}

std::string PolicyText::Text(bool reversed) const {
  std::vector<std::string> ordered = items;
  if (reversed) std::reverse(ordered.begin(), ordered.end());
  std::string text = header + "\n";
  for (const std::string& item : ordered) text += "\n" + item;
  return text;
}

// A let whose value is anything; it does not read itself.
std::string ExtraLet(Choices& c) {
  std::string expression = MakeExpression(c, Wanted::Any, 2);
  constexpr std::string_view kOwn = "extra_value";
  for (size_t at = 0; (at = expression.find(kOwn)) != std::string::npos;) {
    expression.replace(at, kOwn.size(), "chain");
  }
  return "let extra_value = " + expression + "\n";
}

PolicyText MakePolicy(Choices& c, const std::string& name, bool must_declare) {
  PolicyText policy;
  policy.header = "policy " + name;
  if (c.OneIn(3))
    policy.header += " on " + c.Pick({"\"deploy.*\"", "\"merge\", \"shell.*\"", "\"file.read\""});
  policy.header += " owner " + c.Pick({"\"lead\"", "\"lead\", \"deputy\""});
  const bool has_default = c.Below(3) != 0 || must_declare;
  if (has_default) policy.header += " default " + c.Pick({"escalate", "allow", "notify"});
  const bool shadow = c.OneIn(6) && !must_declare;
  if (shadow) policy.header += " mode shadow";
  policy.declares = has_default && !shadow;
  policy.items = VocabularyItems();
  policy.items.push_back(ExtraLet(c));
  for (uint32_t i = 0, rules = 1 + c.Below(5); i < rules; ++i) {
    const std::string rule = "r" + std::to_string(i);
    switch (c.Below(5)) {
      case 0:
        policy.items.push_back(Trigger(c, rule));
        break;
      case 1:
      case 4:
        policy.items.push_back(Authority(c, rule));
        break;
      case 2:
        policy.items.push_back(Threshold(c, rule));
        break;
      default:
        policy.items.push_back(Prohibit(c, rule));
        break;
    }
  }
  return policy;
}

}  // namespace remit::properties
