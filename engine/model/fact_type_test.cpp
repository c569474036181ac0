#include "engine/model/fact_type.h"

#include <catch2/catch.hpp>
#include <string>
#include <utility>

#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

// One type a kind, with lists and maps of what is and what is not converted, and two that a program
// from foreign bytes might hold: a list and a map of themselves.
const std::vector<FactType> kTypes = {
    {FactKind::Any},      {FactKind::Bool},     {FactKind::Int},       {FactKind::String},
    {FactKind::Double},   {FactKind::Bytes},    {FactKind::Timestamp}, {FactKind::Duration},
    {FactKind::Record},   {FactKind::List, 0},  {FactKind::List, 4},   {FactKind::List, 2},
    {FactKind::List, 10}, {FactKind::Map, 0},   {FactKind::Map, 6},    {FactKind::Map, 10},
    {FactKind::List, 8},  {FactKind::List, 17}, {FactKind::Map, 18},
};

enum Type : uint32_t {
  kAny,
  kBool,
  kInt,
  kString,
  kDouble,
  kBytes,
  kTimestamp,
  kDuration,
  kRecord,
  kList,
  kDoubles,
  kInts,
  kDoubleLists,
  kMap,
  kTimestampMap,
  kDoublesMap,
  kRecords,
  kListOfItself,
  kMapOfItself,
};

// "double 1", "[double 1,int 2]", "wrong-type: MESSAGE": the kinds matter as much as the values.
std::string Show(const Value& value) {
  if (value.is_error()) {
    return std::string(EvalErrorName(value.error->code)) + ": " + std::string(value.error->message);
  }
  std::string out;
  if (value.kind == ValueKind::List) {
    for (const Value& item : value.list()) out += (out.empty() ? "" : ",") + Show(item);
    return "[" + out + "]";
  }
  if (value.kind == ValueKind::Map) {
    for (const MapEntry& entry : value.map()) {
      out += (out.empty() ? "" : ",") + std::string(entry.key.string()) + ":" + Show(entry.value);
    }
    return "{" + out + "}";
  }
  return std::string(ValueKindName(value.kind)) + " " +
         WriteCanonicalJson(value).value_or("no JSON form");
}

TEST_CASE("facts are read as their declared types") {
  struct Row {
    Type type;
    std::string_view json, read;
  };
  const Row rows[] = {
      {kAny, "null", "null_type null"},
      {kAny, "1", "int 1"},
      {kAny, "[1.5]", "[double 1.5]"},
      {kBool, "true", "bool true"},
      {kBool, "1", "wrong-type: expected `bool`, found `int`"},
      {kBool, "\"true\"", "wrong-type: expected `bool`, found `string`"},
      {kBool, "null", "wrong-type: expected `bool`, found `null_type`"},
      {kInt, "1.0", "int 1"},
      {kInt, "1.5", "wrong-type: expected `int`, found `double`"},
      {kInt, "9007199254740992", "wrong-type: expected `int`, found `double`"},
      {kInt, "\"1\"", "wrong-type: expected `int`, found `string`"},
      {kString, "\"x\"", "string \"x\""},
      {kString, "1", "wrong-type: expected `string`, found `int`"},
      {kDouble, "2", "double 2"},
      {kDouble, "2.5", "double 2.5"},
      {kDouble, "\"2.5\"", "wrong-type: expected `double`, found `string`"},
      {kBytes, "\"Zm9v\"", "bytes \"Zm9v\""},
      {kBytes, "\"Zg\"", "bytes \"Zg==\""},
      {kBytes, "\"\"", "bytes \"\""},
      {kBytes, "\"Z\"", "wrong-type: expected `bytes`, found text that is no base64"},
      {kBytes, "[1]", "wrong-type: expected `bytes`, found `list`"},
      {kTimestamp, "\"2026-11-20T12:00:00+02:00\"",
       "google.protobuf.Timestamp \"2026-11-20T10:00:00Z\""},
      {kTimestamp, "\"2026-11-20\"",
       "wrong-type: expected `timestamp`, found text that is no RFC 3339 timestamp"},
      {kTimestamp, "1795168800", "wrong-type: expected `timestamp`, found `int`"},
      {kDuration, "\"1h30m\"", "google.protobuf.Duration \"5400s\""},
      {kDuration, "\"1d\"", "wrong-type: expected `duration`, found text that is no duration"},
      {kDuration, "90", "wrong-type: expected `duration`, found `int`"},
      {kRecord, "{\"a\":1}", "{a:int 1}"},
      {kRecord, "{}", "{}"},
      {kRecord, "[]", "wrong-type: expected `map`, found `list`"},
      {kRecord, "null", "wrong-type: expected `map`, found `null_type`"},
      {kList, "[1,\"x\",null]", "[int 1,string \"x\",null_type null]"},
      {kList, "{}", "wrong-type: expected `list`, found `map`"},
      {kDoubles, "[]", "[]"},
      {kDoubles, "[1,2.5]", "[double 1,double 2.5]"},
      {kDoubles, "[1,\"x\"]", "wrong-type: expected `double`, found `string`"},
      {kDoubles, "1", "wrong-type: expected `list`, found `int`"},
      {kInts, "[1,\"x\"]", "[int 1,string \"x\"]"},  // checked when they are read
      {kDoubleLists, "[[1],[]]", "[[double 1],[]]"},
      {kDoubleLists, "[1]", "wrong-type: expected `list`, found `int`"},
      {kMap, "{\"a\":[1]}", "{a:[int 1]}"},
      {kMap, "[]", "wrong-type: expected `map`, found `list`"},
      {kTimestampMap, "{\"b\":\"1970-01-01T00:00:00Z\",\"a\":\"1970-01-01T00:00:01Z\"}",
       "{a:google.protobuf.Timestamp \"1970-01-01T00:00:01Z\","
       "b:google.protobuf.Timestamp \"1970-01-01T00:00:00Z\"}"},
      {kTimestampMap, "{\"a\":1}", "wrong-type: expected `timestamp`, found `int`"},
      {kDoublesMap, "{\"a\":[1]}", "{a:[double 1]}"},
      {kRecords, "[{\"a\":1},2]", "[{a:int 1},int 2]"},
      {kListOfItself, "[[[]]]", "[[[]]]"},
      {kMapOfItself, "{\"a\":1}", "{a:int 1}"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.type, row.json);
    Arena arena;
    const Result<Value> json = ReadJson(arena, row.json);
    REQUIRE(json);
    CHECK(Show(ReadAs(arena, kTypes, row.type, *json)) == row.read);
  }
}

TEST_CASE("values that are of their type already stay, errors pass through") {
  Arena arena;
  const Value error = MakeError(arena, EvalErrorCode::Absent, "`change` was left out");
  for (uint32_t type = 0; type < kTypes.size(); ++type) {
    CHECK(Show(ReadAs(arena, kTypes, type, error)) == "absent: `change` was left out");
  }
  const std::pair<Type, Value> rows[] = {
      {kBytes, MakeBytes("\xff")},
      {kTimestamp, MakeTimestamp(1, 2)},
      {kDuration, MakeDuration(3)},
  };
  for (const auto& [type, value] : rows) {
    CHECK(Show(ReadAs(arena, kTypes, type, value)) == Show(value));
  }
}

TEST_CASE("a map's keys must be strings") {
  Arena arena;
  MapEntry entries[] = {{MakeInt(1), MakeNull()}, {MakeString("a"), MakeNull()}};
  const Value map = MakeMap(arena, entries);
  CHECK(Show(ReadAs(arena, kTypes, kMap, map)) ==
        "wrong-type: expected `map`, found a map with a key of type `int`");
}

}  // namespace
}  // namespace remit
