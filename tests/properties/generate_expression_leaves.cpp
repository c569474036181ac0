#include "tests/properties/generate_expression_leaves.h"

#include <span>

namespace remit::properties {
namespace {

using Texts = std::span<const std::string_view>;

struct Leaves {
  std::string_view type;
  std::initializer_list<std::string_view> plain;
  std::initializer_list<std::string_view> edges;  // where something overflows, errs or is refused
  std::initializer_list<std::string_view> names;  // of the action
  std::initializer_list<std::string_view> vocabulary;
};

const Leaves kLeaves[] = {
    {"bool",
     {"true", "false"},
     {"(1 / 0 > 0)", "(dyn(1) == dyn(1u))"},
     {"context.b", "context.deep.on", "has(context.missing)", "context.missing"},
     {"flag", "small", "has(order.took)", "has(order.owner)", "secrets.matches(context.s)"}},
    {"int",
     {"0", "1", "2", "3", "(-1)", "7", "5"},
     {"63", "64", "9223372036854775807", "(-9223372036854775808)", "1767614400", "0x7fffffff",
      "(-62135596801)"},
     {"context.n", "context.deep.n", "context.m.a", "subject.level", "context.missing"},
     {"limit", "chain", "people", "size(text)", "order.lines.size()"}},
    {"uint",
     {"0u", "1u", "2u", "7u"},
     {"63u", "64u", "18446744073709551615u", "9223372036854775808u", "0xffU"},
     {"uint(context.n)", "uint(context.deep.n)"},
     {"uint(limit)"}},
    {"double",
     {"0.0", "1.5", "2.0", "(-0.25)", "1.0"},
     {"(-0.0)", "(0.0 / 0.0)", "(1.0 / 0.0)", "(-1.0 / 0.0)", "1e300", "9007199254740993.0",
      "9223372036854775808.0", "18446744073709551616.0", "1e-324", "0.1", "123456789.125", "2.5"},
     {"context.d", "double(context.n)"},
     {"ratio", "risk", "order.total", "order.weights[0]", "order.lines[0].price"}},
    {"string",
     {"''", "'a'", "'ab'", "'a,b,c'", "'b\\u00e4a'", "'1'"},
     {"'\\u0000'", "'\\U0001f600x'", "'e\\u0301'", "' \\u2003ab\\n'", "r'\\d'", "'''x\ny'''",
      "'a text that is longer than thirty-two bytes, so that reading it costs'", "'\\\"\\\\\\t'"},
     {"context.s", "context.path", "subject.id", "action.name", "context.m.b", "context.missing"},
     {"word", "text", "regex", "order.id", "order.lines[0].sku"}},
    {"bytes",
     {"b''", "b'ab'", "b'z'"},
     {"b'\\xff\\x00'", "b'b\\303\\244'", "b'forty bytes and more, so that it costs to read it'"},
     {"bytes(context.s)"},
     {"order.?raw.orValue(b'z')"}},
    {"timestamp",
     {"timestamp(0)", "timestamp('2026-01-31T23:59:59.25Z')", "timestamp('2020-02-29T12:00:00Z')"},
     {"timestamp('0001-01-01T00:00:00Z')", "timestamp('9999-12-31T23:59:59.999999999Z')",
      "timestamp('2026-03-29T01:30:00Z')", "timestamp('1969-12-31T23:59:59.5-11:30')"},
     {"now", "timestamp(context.s)", "timestamp(context.n)"},
     {"order.placed"}},
    {"duration",
     {"duration('0')", "duration('1h30m')", "duration('90s')"},
     {"duration('-1.5s')", "duration('2562047h47m16.854775807s')", "duration('1ns')",
      "duration('-2562047h47m16.854775808s')"},
     {"duration(context.s)"},
     {"wait", "order.?took.orValue(duration('3ms'))"}},
    {"null_type", {"null"}, {"null"}, {"context.z"}, {"null"}},
    {"type",
     {"int", "string", "list"},
     {"type", "null_type", "map", "optional_type", "google.protobuf.Duration",
      "google.protobuf.Timestamp", "net.IP", "uint", "double", "bool", "bytes"},
     {"type(context.any)", "type(context.l)"},
     {"type(order)"}},
    {"net.IP",
     {"ip('10.1.2.3')", "ip('::1')"},
     {"ip('0.0.0.0')", "ip('169.254.0.1')", "ip('224.0.0.5')", "ip('ff02::1')", "ip('fe80::1')",
      "ip('::ffff:a01:203')", "ip('255.255.255.255')"},
     {"ip(context.s)"},
     {"ip(word)"}},
    {"net.CIDR",
     {"cidr('10.0.0.0/8')", "cidr('2001:db8::/32')"},
     {"cidr('10.1.2.3/16')", "cidr('::/0')", "cidr('0.0.0.0/0')", "cidr('::1/128')"},
     {"cidr(context.path)"},
     {"cidr(word)"}},
    {"semver",
     {"semver('1.2.3')", "semver('1.2.4')"},
     {"semver('1.2.3-rc.1')", "semver('1.2.3+build')", "semver('0.0.1-alpha.10')",
      "semver('99999999999999999999.0.0')"},
     {"semver(context.s)"},
     {"semver(word)"}},
    {"Url",
     {"url('https://Example.com/a/../b?c')", "url('http://10.1.2.3:8080')"},
     {"url('file:///C:/a')", "url('ftp://h')", "url('ws://b\\u00fccher.de')"},
     {"url(context.s)"},
     {"url(word)"}},
    {"dyn",
     {"null", "1", "'a'", "2.0", "true", "1u", "b'x'"},
     {"optional.none()", "type(1)", "[1, 'a', 2.0, null]", "{1: 'x', 'a': 2u, true: null}"},
     {"context.any", "context.z", "context.mixed", "context.deep", "context.missing", "resource",
      "context"},
     {"extra_value", "order", "secrets.scan(context.s)"}},
};

struct SuitedTexts {
  FunctionId function;
  size_t place;
  std::initializer_list<std::string_view> texts;
};

const SuitedTexts kSuited[] = {
    {FunctionId::Matches, 1, {"'^a'", "'[0-9]+'", "'(?i)AB'", "''", "'('", "context.s", "'b$'"}},
    {FunctionId::RegexReplace, 1, {"'a'", "'(a)(b)?'", "''", "'\\\\d+'", "'('", "context.s"}},
    {FunctionId::RegexReplace, 2, {"'x'", "'<\\\\1>'", "'\\\\\\\\'", "'\\\\9'", "''", "'\\\\'"}},
    {FunctionId::RegexExtract, 1, {"'a'", "'a(b)?'", "'(a)(b)'", "'\\\\d+'", "'('", "context.s"}},
    {FunctionId::RegexExtractAll, 1, {"'a'", "'(b)'", "'[a-z]'", "''", "'('", "context.s"}},
    {FunctionId::Glob, 0, {"'a/b/c'", "'auth/x.pem'", "context.path", "'../z'", "''"}},
    {FunctionId::Glob, 1, {"'*.pem'", "'auth/**'", "'**/c'", "'a?'", "'[a-c]b'", "'['", "''"}},
    {FunctionId::Format,
     0,
     {"'%s'", "'%s %s'", "'%d'", "'%.3f|%e'", "'%x %X'", "'%o %b'", "'%%'", "'%.1000f'", "'%y'"}},
    {FunctionId::ToIp, 0, {"'10.1.2.3'", "'::1'", "'1.2.3'", "'::ffff:1.2.3.4'", "'fe80::1%e'"}},
    {FunctionId::IsIp, 0, {"'10.1.2.3'", "'2001:db8::1'", "'1.2.3'", "'01.2.3.4'"}},
    {FunctionId::IsCanonical, 0, {"'10.1.2.3'", "'2001:DB8::1'", "'2001:db8::1'", "'x'"}},
    {FunctionId::ToCidr, 0, {"'10.0.0.0/8'", "'::1/64'", "'10.0.0.0/33'", "'10.0.0.0'"}},
    {FunctionId::IsCidr, 0, {"'10.0.0.0/8'", "'10.0.0.0/33'", "'::/0'"}},
    {FunctionId::ContainsIp, 1, {"'10.1.2.3'", "'::1'", "'x'"}},
    {FunctionId::ContainsCidr, 1, {"'10.1.0.0/16'", "'::/64'", "'x'"}},
    {FunctionId::Semver, 0, {"'1.2.3'", "'1.2.3-rc.1+b'", "'1.2'", "'01.2.3'"}},
    {FunctionId::Url, 0, {"'https://a.b/c?d#e'", "'HTTP://u@h:80/../x'", "'x'", "'file:a'"}},
    {FunctionId::Base64Decode, 0, {"'YWI='", "'YWI'", "'/w=='", "'!'"}},
    {FunctionId::ToTimestamp, 0, {"'2026-01-05T12:00:00Z'", "'2026-01-05T12:00:00+25:00'", "'x'"}},
    {FunctionId::ToDuration, 0, {"'1h30m'", "'-1.5s'", "'1d'", "'0'", "''"}},
    {FunctionId::ToInt, 0, {"'12'", "'-9223372036854775808'", "'9223372036854775808'", "'+1'"}},
    {FunctionId::ToUint, 0, {"'12'", "'18446744073709551616'", "'-1'"}},
    {FunctionId::ToDouble, 0, {"'1.5'", "'NaN'", "'-Infinity'", "'1e400'", "'0x1p3'", "'-0.0'"}},
    {FunctionId::ToBool, 0, {"'true'", "'F'", "'tRue'"}},
    {FunctionId::Range, 0, {"3", "0", "(-1)", "40", "9223372036854775807"}},
};

const std::initializer_list<std::string_view> kZones = {
    "'Europe/Berlin'", "'America/St_Johns'", "'+05:30'", "'-11:00'",
    "'UTC'",           "'nowhere'",          "'02:00'",  "''",
    "'Etc/GMT+5'"};

bool TakesZone(FunctionId function) {
  return function >= FunctionId::GetFullYear && function <= FunctionId::GetMilliseconds;
}

}  // namespace

std::string ScalarLeaf(Choices& c, std::string_view type, bool vocabulary) {
  for (const Leaves& leaves : kLeaves) {
    if (leaves.type != type) continue;
    switch (c.Below(vocabulary ? 10 : 8)) {
      case 6:
        return c.Pick(leaves.edges);
      case 5:
      case 7:
        return c.Pick(leaves.names);
      case 8:
      case 9:
        return c.Pick(leaves.vocabulary);
      default:
        return c.Pick(leaves.plain);
    }
  }
  return "";
}

std::string Suited(Choices& c, FunctionId function, size_t place) {
  if (TakesZone(function) && place == 1) return c.Pick(kZones);
  for (const SuitedTexts& suited : kSuited) {
    if (suited.function == function && suited.place == place) return c.Pick(suited.texts);
  }
  return "";
}

}  // namespace remit::properties
