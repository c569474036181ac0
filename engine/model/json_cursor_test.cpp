#include "engine/model/json_cursor.h"

#include <catch2/catch.hpp>
#include <string>

#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

// What the token reads as, by the cursor and by ReadJson, as canonical text and kind; "refused".
std::string Shown(const Value& value) {
  return std::string(ValueKindName(value.kind)) + " " + WriteCanonicalJson(value).value_or("none");
}

std::string ByReader(const std::string& token) {
  Arena arena;
  const Result<Value> value = ReadJson(arena, token);
  return value ? Shown(*value) : "refused";
}

std::string ByCursor(const std::string& token) {
  const std::string text = token + " }";
  const uint32_t places[] = {0, static_cast<uint32_t>(token.size() + 1)};
  JsonCursor cursor{text.data(), places, places + 2, true};
  Arena arena;
  Value value;
  if (token[0] == '"') {
    const bool good = HasGoodEscapes({token.data() + 1, token.size() - 2});
    const std::string_view string = cursor.TakeString(arena);
    if ((string.data() != nullptr) != good) return "skipped otherwise";
    if (!good) return "refused";
    value = MakeString(string);
  } else if (int64_t integer = 0; cursor.TakeInteger(integer)) {
    value = MakeInt(integer);
  } else if (!cursor.TakeOther(value)) {
    return "refused";
  }
  return cursor.at == places + 1 ? Shown(value) : "not taken";
}

TEST_CASE("a token means what ReadJson says") {
  for (const std::string token : {"0",
                                  "-0",
                                  "7",
                                  "-7",
                                  "999999999999999",
                                  "1000000000000000",
                                  "9007199254740991",
                                  "9007199254740992",
                                  "9007199254740993",
                                  "-9007199254740993",
                                  "123456789012345678901234567890",
                                  "00",
                                  "01",
                                  "-01",
                                  "-",
                                  "--1",
                                  "+1",
                                  ".5",
                                  "1.",
                                  "1.x",
                                  "1e",
                                  "1e+",
                                  "1e5",
                                  "1E-5",
                                  "1e400",
                                  "1e-400",
                                  "-1e-400",
                                  "0.0",
                                  "-0.0",
                                  "1.0",
                                  "0.1",
                                  "0.3",
                                  "-12.25",
                                  "0.000000000000001",
                                  "999999999999.999",
                                  "12345678901234.5",
                                  "123456789012345.5",
                                  "0.30000000000000004",
                                  "100000.00000",
                                  "2.5e3",
                                  "2.5e0",
                                  "5e-324",
                                  "1.7976931348623157e308",
                                  "12a",
                                  "1 2",
                                  "0x10",
                                  "true",
                                  "false",
                                  "null",
                                  "tru",
                                  "truee",
                                  "nulll",
                                  "nUll",
                                  "falsy",
                                  "t",
                                  "Infinity",
                                  "\"\"",
                                  "\"a\"",
                                  "\"\\n\\r\\t\\b\\f\\\\\\/\\\"\"",
                                  "\"\\u0041\\u00e9\\u20AC\\ud83d\\uDE00\"",
                                  "\"\\u0000\"",
                                  "\"\\ud83d\"",
                                  "\"\\ud83d\\u0041\"",
                                  "\"\\ude00\"",
                                  "\"\\ud83d\\n\"",
                                  "\"\\u00g0\"",
                                  "\"\\u12\"",
                                  "\"\\x\"",
                                  "\"\\U0041\"",
                                  "\"caf\u00e9\\u00e9\""}) {
    INFO(token);
    CHECK(ByCursor(token) == ByReader(token));
  }
}

}  // namespace
}  // namespace remit
