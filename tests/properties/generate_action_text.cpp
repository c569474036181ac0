// Actions as text, in every way that JSON can be written, and damaged.
#include <array>
#include <set>

#include "tests/properties/generate.h"

namespace remit::properties {
namespace {

std::string Space(Choices& choices) {
  return choices.Pick({"", "", "", " ", "\n  ", "\t", "\r\n"});
}

std::string Quoted(Choices& choices, std::string text) {
  // The first letter as an escape means the same.
  if (!text.empty() && text[0] >= 'a' && text[0] <= 'z' && choices.OneIn(12)) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    const auto code = static_cast<unsigned char>(text[0]);
    text = Join({"\\u00", std::string(1, kDigits[code >> 4]), std::string(1, kDigits[code & 15]),
                 text.substr(1)});
  }
  return "\"" + text + "\"";
}

std::string AnyName(Choices& choices) {
  return choices.Pick({"x",
                       "id",
                       "type",
                       "name",
                       "properties",
                       "role",
                       "team",
                       "level",
                       "time",
                       "cost",
                       "ok",
                       "key",
                       "within",
                       "list",
                       "change",
                       "",
                       "a",
                       "ab",
                       "abc",
                       "seven_7",
                       "eight_88",
                       "nine_9999",
                       "sixteen_bytes_16",
                       "seventeen_bytes17",
                       "seventeen_bites17",
                       "a_name_of_more_than_thirty_two_bytes",
                       "a_name_of_mere_than_thirty_two_bytes",
                       "a\\\"\\\\\\né\\ud83d\\uDE00",
                       "subject",
                       "note",
                       "unread_member_of_some_length",
                       "é"});
}

std::string Text(Choices& choices) {
  return Quoted(choices,
                choices.Pick({"", "a", "deploy", "db.migrate", "2026-01-05T12:00:00Z", "1h30m",
                              "AAEC", "a longer text that no slot has to copy", "tab\\tquote\\\"",
                              "\\u00e9\\ud83d\\ude00", "é😀", "sl\\/ash"}));
}

std::string Number(Choices& choices) {
  return choices.Pick({"0",
                       "1",
                       "-1",
                       "12",
                       "100000",
                       "-0",
                       "0.5",
                       "-0.0",
                       "1.0",
                       "12.25",
                       "1e3",
                       "1E-2",
                       "2.5e+3",
                       "999999999999999",
                       "9007199254740991",
                       "9007199254740992",
                       "0.1",
                       "123456789.123456",
                       "0.30000000000000004",
                       "1e-400",
                       "100000000000000000000",
                       "3.141592653589793238"});
}

// What ReadAction refuses.
std::string BadScalar(Choices& choices) {
  return choices.Pick({"9007199254740993", "1e400", "01", "1.", ".5", "-", "1e", "+1", "0x1", "1 2",
                       "0000000000000000001", "nul", "True", "}", "", "\"\\ud800\"", "\"\\x\"",
                       "\"\x01\"", "\"a"});
}

std::string Scalar(Choices& choices) {
  if (choices.OneIn(150)) return BadScalar(choices);
  switch (choices.Below(4)) {
    case 0:
      return Text(choices);
    case 1:
      return choices.Pick({"true", "false", "null"});
    default:
      return Number(choices);
  }
}

std::string AnyValue(Choices& choices, int depth);

std::string Member(Choices& choices, const std::string& name, const std::string& value) {
  return Join({Space(choices), Quoted(choices, name), Space(choices), ":", Space(choices), value,
               Space(choices)});
}

std::string ObjectOf(Choices& choices, int depth) {
  std::string members;
  std::set<std::string> names;
  // Enough of them, now and then, that duplicates are looked for in another way.
  const uint32_t count = choices.OneIn(20) ? choices.Below(60) : choices.Below(5);
  for (uint32_t i = 0; i < count; ++i) {
    std::string name = AnyName(choices);
    if (!names.insert(name).second && !choices.OneIn(60)) name += std::to_string(i);
    if (!members.empty()) members += ",";
    members += Member(choices, name, AnyValue(choices, depth - 1));
  }
  return Join({"{", members.empty() ? Space(choices) : members, "}"});
}

std::string ListOf(Choices& choices, int depth) {
  std::string items;
  const uint32_t count = choices.Below(4);
  for (uint32_t i = 0; i < count; ++i) {
    items +=
        Join({i == 0 ? "" : ",", Space(choices), AnyValue(choices, depth - 1), Space(choices)});
  }
  return Join({"[", items, "]"});
}

std::string AnyValue(Choices& choices, int depth) {
  if (depth <= 0 || !choices.OneIn(3)) return Scalar(choices);
  return choices.OneIn(3) ? ListOf(choices, depth) : ObjectOf(choices, depth);
}

std::string Entity(Choices& choices, const std::string& own) {
  std::string members = own;
  if (choices.Below(3) != 0) {
    members += (members.empty() ? "" : ",") + Member(choices, "properties", ObjectOf(choices, 3));
  }
  if (choices.OneIn(3)) {
    members +=
        (members.empty() ? "" : ",") + Member(choices, AnyName(choices), AnyValue(choices, 2));
  }
  return "{" + members + "}";
}

// Entities as they should be, and now and then something else.
std::string Part(Choices& choices, std::string_view name) {
  if (choices.OneIn(25)) return AnyValue(choices, 2);
  if (name == "context") return ObjectOf(choices, 4);
  if (name == "action") {
    const bool odd = choices.OneIn(25);
    return Entity(choices, Member(choices, "name",
                                  odd ? Scalar(choices)
                                      : choices.Pick({"\"deploy\"", "\"db.migrate\"", "\"a\""})));
  }
  return Entity(choices, choices.OneIn(3) ? Member(choices, "id", Scalar(choices)) : "");
}

void Damage(Choices& choices, std::string& text) {
  const auto size = static_cast<uint32_t>(text.size());
  if (size == 0) return;
  const uint32_t at = choices.Below(size);
  switch (choices.Below(4)) {
    case 0:
      text.erase(at, 1 + choices.Below(4));
      break;
    case 1:
      text.insert(at, choices.Pick({"{", "}", "[", "]", ",", ":", "\"", "\\", "1", " ", "a", "\x01",
                                    "\xff", "\x1a", "\xc3\xa9", "\xef\xbb\xbf", "\\u12"}));
      break;
    case 2:
      text[at] = static_cast<char>(choices.Below(256));
      break;
    default:
      text.insert(at, text.substr(choices.Below(size), 1 + choices.Below(20)));
  }
}

}  // namespace

std::string MakeActionText(Choices& choices) {
  constexpr std::array<std::string_view, 5> kParts = {"action", "subject", "context", "resource",
                                                      "note"};
  const uint32_t first = choices.Below(kParts.size());
  std::string members;
  for (uint32_t i = 0; i < kParts.size(); ++i) {
    const std::string_view name = kParts[(first + i) % kParts.size()];
    if (name != "action" && choices.OneIn(4)) continue;
    members +=
        Join({members.empty() ? "" : ",", Member(choices, std::string(name), Part(choices, name))});
  }
  std::string text = Join({Space(choices), "{", members, "}", Space(choices)});
  for (uint32_t times = choices.OneIn(3) ? 1 + choices.Below(2) : 0; times > 0; --times) {
    Damage(choices, text);
  }
  return text;
}

}  // namespace remit::properties
