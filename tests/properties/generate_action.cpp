#include <algorithm>

#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

// JSON text of an object. `reversed` turns the order of the members round.
class ObjectText {
 public:
  ObjectText(Choices& choices, bool reversed) : choices_(choices), reversed_(reversed) {}

  // One in 14 members is left out, one in 20 is of another type.
  void Add(const std::string& name, std::string value) {
    if (choices_.OneIn(14)) return;
    if (choices_.OneIn(20))
      value = choices_.Pick({"null", "7", "\"x\"", "[]", "{}", "1.5", "true"});
    Must(name, std::move(value));
  }
  void Must(const std::string& name, std::string value) {
    members_.push_back("\"" + name + "\": " + std::move(value));
  }
  std::string Text() {
    if (reversed_) std::reverse(members_.begin(), members_.end());
    std::string text = "{";
    for (const std::string& member : members_) text += (text.size() > 1 ? ", " : "") + member;
    return text + "}";
  }

 private:
  Choices& choices_;
  bool reversed_;
  std::vector<std::string> members_;
};

std::string Number(Choices& c) {
  return c.Pick({"0", "1", "2", "-3", "50", "60", "9007199254740991", "7.0", "2.5", "-0.25"});
}
// Long enough to cost something, and for the second to be cut where it is evidence, after a code
// point of two bytes.
constexpr const char* kLong =
    "\"k42 of a text that takes more than thirty-two bytes to say, and then some more to be sure\"";
constexpr const char* kLonger =
    "\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890"
    "123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123"
    "45678901234567\u00e9\u00e9 and an end that is left out\"";

std::string String(Choices& c) {
  return c.Pick({"\"\"", "\"ab\"", "\"a/b/c\"", "\"k42\"", "\"1h30m\"", "\"2026-01-05T12:00:00Z\"",
                 "\"\\u00e9\"", "\"auth/key.pem\"", "\"12\"", "\"../up\"", kLong, kLonger});
}

std::string Line(Choices& c, bool reversed) {
  ObjectText line(c, reversed);
  line.Add("sku", String(c));
  line.Add("count", Number(c));
  line.Add("price", Number(c));
  if (c.OneIn(2)) line.Add("note", String(c));
  return line.Text();
}

std::string Order(Choices& c, bool reversed) {
  ObjectText order(c, reversed);
  order.Add("id", String(c));
  order.Add("total", Number(c));
  std::string lines = Line(c, reversed);
  for (uint32_t more = c.Below(3); more > 0; --more) lines += ", " + Line(c, reversed);
  order.Add("lines", "[" + lines + "]");
  order.Add("tags",
            c.Pick({"{}", "{\"a\": \"x\"}", "{\"a\": \"x\", \"b\": \"ab\"}", "{\"a\": 3}"}));
  order.Add("placed",
            c.Pick({"\"2026-01-05T12:00:00Z\"", "\"2020-02-29T23:30:00.5-01:00\"", "\"soon\""}));
  order.Add("weights", c.Pick({"[]", "[1, 2.5]", "[1, \"x\"]", "[3]"}));
  order.Add("grid", c.Pick({"[[1, 2], [3]]", "[]", "[[\"x\"]]", "[1]"}));
  if (c.OneIn(2)) order.Add("took", c.Pick({"\"90s\"", "\"1h\"", "\"long\""}));
  if (c.OneIn(2))
    order.Add("raw", c.Pick({"\"YWI=\"", "\"!\"", "\"/w==\"",
                             "\"YWJjZGVmZ2hpamtsbW5vcHFyc3R1dnd4eXphYmNkZWZnaGlqa2xt\""}));
  if (c.OneIn(2)) order.Add("weight", Number(c));
  if (c.OneIn(2)) {
    ObjectText owner(c, reversed);
    owner.Add("name", String(c));
    if (c.OneIn(2)) owner.Add("age", Number(c));
    order.Add("owner", owner.Text());
  }
  return order.Text();
}

std::string Context(Choices& c, bool reversed) {
  ObjectText context(c, reversed);
  context.Add("n", Number(c));
  context.Add("d", Number(c));
  context.Add("s", String(c));
  context.Add("b", c.Pick({"true", "false"}));
  context.Add("l", c.Pick({"[]", "[1, 2]", "[1, \"a\", null]", "[1.5, 2, true]",
                           "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]"}));
  ObjectText m(c, reversed);
  m.Add("a", Number(c));
  m.Add("b", String(c));
  context.Add("m", m.Text());
  context.Add("z", "null");
  context.Add("any", c.Pick({"1", "\"ab\"", "[1]", "{\"a\": 1}", "null", "false"}));
  context.Add("mixed", "[1, \"a\", null, 2.5, [1], {\"a\": true}]");
  context.Add("path", c.Pick({"\"a/b/c\"", "\"auth/x.pem\"", "\"./build/../auth/y\"", "\"../z\"",
                              "\"/etc/passwd\"", "\"\""}));
  ObjectText deep(c, reversed);
  deep.Add("n", Number(c));
  deep.Add("on", c.Pick({"true", "false"}));
  context.Add("deep", deep.Text());
  ObjectText hunk(c, reversed);
  hunk.Add("path", "\"x.env\"");
  hunk.Add("line", c.Pick({"3", "1"}));
  hunk.Add("text", c.Pick({"\"none\"", "\"k42\\nk7 tokenabcdefgh\"", "\"KEY=k1\""}));
  context.Add("hunks", "[" + hunk.Text() + "]");
  context.Add("order", Order(c, reversed));
  if (c.OneIn(4)) {
    context.Must("time", c.Pick({"\"2026-01-05T12:00:00Z\"", "\"2026-01-05T11:59:59.999Z\"",
                                 "\"2019-06-01T00:00:00+02:00\"", "\"2028-01-01T00:00:00Z\""}));
  }
  if (c.OneIn(2))
    context.Add("extra", c.Pick({"{\"name\": \"ann\"}", "{\"name\": \"bo\", \"age\": 7}", "null"}));
  return context.Text();
}

}  // namespace

std::string MakeActionJson(Choices c, bool reversed) {
  ObjectText action(c, reversed);
  ObjectText subject(c, reversed), subject_properties(c, reversed);
  subject.Must("type", c.Pick({"\"agent\"", "\"user\""}));
  subject.Must("id", c.Pick({"\"ab\"", "\"builder\""}));
  subject_properties.Add("level", Number(c));
  subject.Add("properties", c.OneIn(8) ? "{}" : subject_properties.Text());
  ObjectText name(c, reversed);
  name.Must("name", c.Pick({"\"merge\"", "\"deploy.staging\"", "\"deploy.production\"",
                            "\"shell.exec\"", "\"file.read.deep\"", "\"deploy\""}));
  ObjectText properties(c, reversed);
  properties.Add("arguments", c.Pick({"{}", "{\"a\": 1}"}));
  name.Must("properties", properties.Text());
  ObjectText resource(c, reversed), resource_properties(c, reversed);
  resource.Must("type", "\"service\"");
  resource.Must("id", c.Pick({"\"ledger\"", "\"ab\""}));
  resource_properties.Add("labels", c.Pick({"[]", "[\"a\", \"secret\"]", "[\"b\"]"}));
  resource.Must("properties", resource_properties.Text());
  if (!c.OneIn(12)) action.Must("subject", subject.Text());
  action.Must("action", name.Text());
  if (!c.OneIn(12)) action.Must("resource", resource.Text());
  if (!c.OneIn(30)) action.Must("context", Context(c, reversed));
  return action.Text();
}

}  // namespace remit::properties
