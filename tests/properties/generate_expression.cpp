#include "tests/properties/generate.h"
#include "tests/properties/generate_expression_maker.h"

namespace remit::properties {
namespace {

std::string Sub(Choices& c, Wanted wanted, int depth) {
  // What has no declared type may be of any: these err when they are evaluated.
  if (c.OneIn(24)) return Join({"dyn(", MakeExpression(c, Wanted::Any, depth - 1), ")"});
  return MakeExpression(c, wanted, depth - 1);
}

Wanted AnyWanted(Choices& c) { return static_cast<Wanted>(c.Below(9)); }

std::string Compared(Choices& c, int depth) {
  const Wanted kind =
      static_cast<Wanted>(c.OneIn(3) ? static_cast<uint32_t>(AnyWanted(c)) : 1 + c.Below(3));
  const std::string op = kind == Wanted::List || kind == Wanted::Map || kind == Wanted::Optional
                             ? c.Pick({"==", "!="})
                             : c.Pick({"<", "<=", ">", ">=", "==", "!="});
  const std::string left = Sub(c, kind, depth), right = Sub(c, kind, depth);
  // What the ranges of two ints decide is refused when a policy is compiled: `getMonth() == 99`.
  if (kind == Wanted::Int) return Join({"(", left, " ", op, " dyn(", right, "))"});
  return Join({"(", left, " ", op, " ", right, ")"});
}

std::string BoolOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"true", "false", "context.b", "flag", "has(context.missing)", "has(context.n)",
                   "has(order.took)", "has(order.owner)", "(context.missing == 1)",
                   "has(subject.level)", "has(context.z)", "context.deep.on", "small",
                   "extra_value == dyn(1)"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(18)) {
    case 0:
      return BoolOf(c, 0);
    case 1:
      return Join({"(", sub(Wanted::Bool), " && ", sub(Wanted::Bool), ")"});
    case 2:
      return Join({"(", sub(Wanted::Bool), " || ", sub(Wanted::Bool), ")"});
    case 3:
      return Join({"!", sub(Wanted::Bool)});
    case 4:
    case 5:
    case 6:
      return Compared(c, depth);
    case 7:
      return Join(
          {"(", sub(Wanted::Bool), " ? ", sub(Wanted::Bool), " : ", sub(Wanted::Bool), ")"});
    case 8:
      return Join(
          {"(dyn(", sub(Wanted::Any), ") in ", sub(c.OneIn(3) ? Wanted::Map : Wanted::List), ")"});
    case 9:
      return Join({sub(Wanted::String), c.Pick({".contains(", ".startsWith(", ".endsWith("}),
                   sub(Wanted::String), ")"});
    case 10:
      return Join({sub(Wanted::String),
                   c.Pick({".matches('^a')", ".matches('[0-9]+')", ".matches('(?i)AB')",
                           ".matches(context.s)", ".matches(regex)", ".matches('')"})});
    case 11:
      return Join({sub(Wanted::List), c.Pick({".all(x, ", ".exists(x, ", ".exists_one(x, "}),
                   c.Pick({"x == dyn(1)", "dyn(x) > 0", "size(dyn(x)) > 1", "dyn(x)",
                           "dyn(x) != 'ab'", "x == context.n"}),
                   ")"});
    case 12:
      return Join({"order.lines", c.Pick({".all(l, ", ".exists(l, ", ".exists_one(l, "}),
                   c.Pick({"l.count > 1", "l.price < 2.0", "l.sku == 'ab'", "has(l.note)",
                           "has(l.note) && l.note == 'x'", "both(l.count > 1, has(l.note))",
                           "either(context.b, l.price > ratio)", "twice(l.count) > limit"}),
                   ")"});
    case 13:
      return Join({"glob(", sub(Wanted::String), ", ",
                   c.Pick({"'*.pem'", "'auth/**'", "'a/*/c'", "'**/c'", "'a?'", "'[a-c]b'",
                           "'build/'", "'/etc/**'", "context.s", "'**'"}),
                   ")"});
    case 14:
      return Join({"secrets.matches(",
                   (c.OneIn(4) ? std::string("context.hunks") : sub(Wanted::String)), ")"});
    case 15:
      return Join(
          {c.Pick({"both", "either"}), "(", sub(Wanted::Bool), ", ", sub(Wanted::Bool), ")"});
    case 16:
      return Join({sub(Wanted::Optional), ".hasValue()"});
    default:
      return Join({sub(Wanted::Map), c.Pick({".all(k, dyn(k) != 'a')", ".exists(k, dyn(k) == 'b')",
                                             ".exists_one(k, dyn(k) < 'c')"})});
  }
}

std::string IntOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"0", "1", "2", "-3", "9223372036854775807", "-9223372036854775808", "context.n",
                   "limit", "subject.level", "context.missing", "size(context.l)",
                   "order.lines.size()", "context.deep.n", "chain", "size(text)"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(12)) {
    case 0:
      return IntOf(c, 0);
    case 1:
    case 2:
    case 3:
      return Join({"(", sub(Wanted::Int), c.Pick({" + ", " - ", " * ", " / ", " % "}),
                   sub(Wanted::Int), ")"});
    case 4:
      return Join(
          {"size(", sub(c.Pick({"s", "l", "m"}) == "s" ? Wanted::String : Wanted::List), ")"});
    case 5:
      return Join({"int(", sub(static_cast<Wanted>(1 + c.Below(3))), ")"});
    case 6:
      return Join({"int(uint(", sub(Wanted::Int), ")",
                   c.Pick({" + 1u", " - 1u", " * 3u", " / 2u", " % 5u", ""}), ")"});
    case 7:
      return Join({sub(Wanted::Timestamp),
                   c.Pick({".getFullYear()", ".getMonth()", ".getDate()", ".getDayOfMonth()",
                           ".getDayOfYear()", ".getDayOfWeek()", ".getHours()", ".getMinutes()",
                           ".getSeconds()", ".getMilliseconds()", ".getHours('+05:30')",
                           ".getDayOfYear('-11:00')", ".getDate('nowhere')"})});
    case 8:
      return Join({sub(Wanted::Duration), c.Pick({".getHours()", ".getMinutes()", ".getSeconds()",
                                                  ".getMilliseconds()"})});
    case 9:
      return Join({"(-", sub(Wanted::Int), ")"});
    case 10:
      return Join({"(", sub(Wanted::Bool), " ? ", sub(Wanted::Int), " : ", sub(Wanted::Int), ")"});
    default:
      return Join({"twice(", sub(Wanted::Int), ")"});
  }
}

std::string DoubleOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"0.0", "1.5", "-0.25", "1e300", "order.total", "ratio", "context.d",
                   "double(context.n)", "order.lines[0].price", "order.weights[0]",
                   "entropy(context.s)", "risk"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(8)) {
    case 0:
      return DoubleOf(c, 0);
    case 1:
    case 2:
      return Join({"(", sub(Wanted::Double), c.Pick({" + ", " - ", " * ", " / "}),
                   sub(Wanted::Double), ")"});
    case 3:
      return Join({"double(", sub(static_cast<Wanted>(1 + c.Below(3))), ")"});
    case 4:
      return Join({"entropy(", sub(Wanted::String), ")"});
    case 5:
      return Join({"(-", sub(Wanted::Double), ")"});
    case 6:
      return Join({"order.?weight.orValue(", sub(Wanted::Double), ")"});
    default:
      return Join(
          {"(", sub(Wanted::Bool), " ? ", sub(Wanted::Double), " : ", sub(Wanted::Double), ")"});
  }
}

std::string StringOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"''", "'ab'", "'a/b/c'", "'k42 k7'", "'\\u00e9x'", "context.s", "subject.id",
                   "subject.type", "resource.id", "action.name", "order.id", "order.lines[0].sku",
                   "word", "context.path", "context.missing", "text", "context.s", "regex",
                   "'a text that is longer than thirty-two bytes, so that reading it costs'"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(8)) {
    case 0:
      return StringOf(c, 0);
    case 1:
    case 2:
      return Join({"(", sub(Wanted::String), " + ", sub(Wanted::String), ")"});
    case 3:
      return Join({"string(", sub(static_cast<Wanted>(c.Below(4))), ")"});
    case 4:
      return Join({"string(", sub(c.OneIn(2) ? Wanted::Duration : Wanted::Timestamp), ")"});
    case 5:
      return Join(
          {"(", sub(Wanted::Bool), " ? ", sub(Wanted::String), " : ", sub(Wanted::String), ")"});
    case 6:
      return Join(
          {"pick(", sub(Wanted::Bool), ", ", sub(Wanted::String), ", ", sub(Wanted::String), ")"});
    default:
      return Join(
          {"string(bytes(", sub(Wanted::String), ")", c.Pick({"", " + b'\\xff'", " + b'z'"}), ")"});
  }
}

std::string ListOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"[]", "[1, 2, 3]", "['a', 'b']", "[dyn(1), 'a', 2.0, null]", "context.l",
                   "resource.labels", "names", "order.weights", "order.grid", "[[1], [2]]",
                   "context.mixed", "order.grid[0]"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(9)) {
    case 0:
      return ListOf(c, 0);
    case 1:
      return Join({"[", sub(Wanted::Int), ", ", sub(Wanted::Int), "]"});
    case 2:
      return Join({"[", sub(Wanted::String), ", ?dyn(", sub(Wanted::Optional), ")]"});
    case 3:
      return Join({"(dyn(", sub(Wanted::List), ") + ", sub(Wanted::List), ")"});
    case 4:
      return Join(
          {sub(Wanted::List), ".filter(x, ",
           c.Pick({"x == dyn(1)", "dyn(x) != 'a'", "dyn(x) > 1", "x == x",
                   "both(x == dyn(1), context.b)", "either(x == dyn(1), small)", "x in context.l"}),
           ")"});
    case 5:
      return Join({sub(Wanted::List), ".map(x, ",
                   c.Pick({"x", "[x]", "dyn(x) + 1", "type(x) == int", "twice(dyn(x))",
                           "twice(twice(dyn(x)))", "[dyn(x), twice(limit)]",
                           "context.l.filter(y, either(dyn(y) == x, x == dyn(1)))"}),
                   ")"});
    case 6:
      return Join({sub(Wanted::List), ".map(x, ",
                   c.Pick({"x == dyn(1), x", "dyn(x) > 1, dyn(x) * 2", "true, [x]"}), ")"});
    case 7:
      return Join(
          {"order.lines.map(l, ",
           c.Pick({"l.sku", "l.count", "l.price", "l.?note", "pick(l.count > 1, l.sku, word)",
                   "twice(l.count)", "l.?note.orValue(text)"}),
           ")"});
    default:
      return Join({"secrets.scan(",
                   (c.OneIn(3) ? std::string("context.hunks") : sub(Wanted::String)), ").map(h, ",
                   c.Pick({"h.id", "h.line", "h.start", "h.path", "h.text"}), ")"});
  }
}

std::string MapOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"{}", "{'a': 1}", "context.m", "order.tags", "{1: 'x', 'a': 2u, true: null}",
                   "context.deep", "subject"});
  }
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  switch (c.Below(4)) {
    case 0:
      return MapOf(c, 0);
    case 1:
      return Join({"{'a': ", sub(Wanted::Any), ", 'b': ", sub(Wanted::Any), "}"});
    case 2:
      return Join({"{dyn(", sub(Wanted::Int), "): 1, dyn(", sub(Wanted::Any), "): 2}"});
    default:
      return Join({"{?'k': dyn(", sub(Wanted::Optional), "), 'a': dyn(1)}"});
  }
}

std::string TimeOf(Choices& c, Wanted wanted, int depth) {
  const auto sub = [&](Wanted w) { return Sub(c, w, depth); };
  if (wanted == Wanted::Timestamp) {
    if (depth <= 0 || c.OneIn(2)) {
      return c.Pick({"now", "timestamp('2026-01-31T23:59:59.25Z')",
                     "timestamp('1969-12-31T00:00:00+02:00')", "order.placed", "timestamp(0)",
                     "timestamp('9999-12-31T23:59:59Z')", "timestamp(context.s)",
                     "timestamp(context.n)"});
    }
    return Join({"(", sub(Wanted::Timestamp), c.Pick({" + ", " - "}), sub(Wanted::Duration), ")"});
  }
  if (depth <= 0 || c.OneIn(2)) {
    return c.Pick({"duration('0')", "duration('1h30m')", "duration('-1.5s')", "wait",
                   "order.?took.orValue(duration('3ms'))", "duration('2562047h47m16.854775807s')",
                   "duration(context.s)"});
  }
  if (c.OneIn(2)) return Join({"(", sub(Wanted::Timestamp), " - ", sub(Wanted::Timestamp), ")"});
  return Join({"(", sub(Wanted::Duration), c.Pick({" + ", " - "}), sub(Wanted::Duration), ")"});
}

std::string OptionalOf(Choices& c, int depth) {
  if (depth <= 0) {
    return c.Pick({"optional.none()", "optional.of(1)", "context.?s", "context.?missing",
                   "order.?took", "order.?owner.?age", "order.?owner.name", "context.?deep.?n",
                   "context.?deep.nope", "order.tags[?'a']", "context.l[?1]", "context.l[?9]",
                   "(has(context.extra) ? extra.?age : optional.none())", "maybe", "context.?m.?a",
                   "context.?deep.?n.or(context.?n)", "order.?owner.?age.or(optional.of(1))",
                   "context.l[?0].or(context.l[?1])", "order.?raw"});
  }
  switch (c.Below(3)) {
    case 0:
      return OptionalOf(c, 0);
    case 1:
      return Join({"optional.of(", Sub(c, Wanted::Any, depth), ")"});
    default:
      return Join(
          {"dyn(", Sub(c, Wanted::Optional, depth), ").or(", Sub(c, Wanted::Optional, depth), ")"});
  }
}

// What is of a type that only evaluation finds out.
std::string AnyOf(Choices& c, int depth) {
  const auto sub = [&](Wanted wanted) { return Sub(c, wanted, depth); };
  if (depth > 0) {
    switch (c.Below(8)) {
      case 0:
        return sub(AnyWanted(c));
      case 1:
        return Join({"dyn(", sub(Wanted::List), ")[", sub(Wanted::Any), "]"});
      case 2:
        return Join({"dyn(", sub(Wanted::Map), ")[", sub(Wanted::Any), "]"});
      case 3:
        return Join({"dyn(", sub(Wanted::Map), ").a"});
      case 4:
        return Join({"dyn(", sub(Wanted::Optional), ").orValue(", sub(Wanted::Any), ")"});
      case 5:
        return Join({"type(", sub(Wanted::Any), ")"});
      case 6:
        return Join({"(", sub(Wanted::Bool), " ? dyn(", sub(Wanted::Any), ") : dyn(",
                     sub(Wanted::Any), "))"});
      default:
        return Join({"dyn(", sub(Wanted::Optional), ").value()"});
    }
  }
  return c.Pick({"null",
                 "1",
                 "1u",
                 "'a'",
                 "2.0",
                 "true",
                 "b'x'",
                 "context.z",
                 "context.any",
                 "context.m.a",
                 "context.l[0]",
                 "context.missing",
                 "context.deep",
                 "resource",
                 "action.arguments",
                 "int",
                 "type(1)",
                 "subject.properties",
                 "now",
                 "extra_value"});
}

}  // namespace

std::string MakeExpression(Choices& c, Wanted wanted, int depth) {
  static constexpr std::string_view kTypes[] = {"bool",      "int",       "double",
                                                "string",    "list(dyn)", "map(string, dyn)",
                                                "timestamp", "duration",  "optional_type(dyn)",
                                                "dyn"};
  if (depth >= 2 && c.OneIn(4)) {
    return ExpressionMaker(c, Fitting::Typed).Of(kTypes[static_cast<size_t>(wanted)], depth - 1);
  }
  switch (wanted) {
    case Wanted::Bool:
      return BoolOf(c, depth);
    case Wanted::Int:
      return IntOf(c, depth);
    case Wanted::Double:
      return DoubleOf(c, depth);
    case Wanted::String:
      return StringOf(c, depth);
    case Wanted::List:
      return ListOf(c, depth);
    case Wanted::Map:
      return MapOf(c, depth);
    case Wanted::Timestamp:
    case Wanted::Duration:
      return TimeOf(c, wanted, depth);
    case Wanted::Optional:
      return OptionalOf(c, depth);
    case Wanted::Any:
      return AnyOf(c, depth);
  }
  return "null";
}

}  // namespace remit::properties
