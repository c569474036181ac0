#include "engine/vm/member_names.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace remit {
namespace {

NameKey Key(const std::string& name) { return KeyOfName(name, name.data() + name.size()); }

TEST_CASE("the key of a name does not depend on what follows it") {
  for (const std::string name : {"", "a", "1234567", "12345678", "123456789", "sixteen_bytes_16",
                                 "a name that is longer than that"}) {
    const std::string followed = name + "\": \"what follows\"";
    CHECK(Key(name) == KeyOfName(std::string_view(followed).substr(0, name.size()),
                                 followed.data() + followed.size()));
  }
}

TEST_CASE("names that an object has twice, whatever stands around it") {
  const std::string names[] = {"",
                               "a",
                               "b",
                               "12345678",
                               "123456789",
                               "1234567890123456_x_12345678",
                               "1234567890123456_y_12345678"};
  MemberNames members;
  members.Begin(100);
  const auto add = [&](uint32_t first, const std::string& name) {
    return members.Add(first, Key(name), name.data());
  };
  for (const std::string& name : names) CHECK(add(0, name));
  const uint32_t inner = members.count();
  for (const std::string& name : names) CHECK(add(inner, name));
  for (const std::string& name : names) CHECK_FALSE(add(inner, name));
  members.CutTo(inner);
  for (const std::string& name : names) CHECK_FALSE(add(0, name));
}

TEST_CASE("an object of many names, in another of many, text after text") {
  std::vector<std::string> names;
  for (int i = 0; i < 200; ++i) names.push_back("member " + std::to_string(i));
  MemberNames members;
  for (int text = 0; text < 3; ++text) {
    members.Begin(2 * names.size());
    size_t added = 0;
    for (const std::string& name : names) added += members.Add(0, Key(name), name.data()) ? 1 : 0;
    const uint32_t inner = members.count();
    for (const std::string& name : names) {
      added += members.Add(inner, Key(name), name.data()) ? 1 : 0;
    }
    CHECK(added == 2 * names.size());
    CHECK_FALSE(members.Add(inner, Key(names[7]), names[7].data()));
    members.CutTo(inner);
    CHECK_FALSE(members.Add(0, Key(names[150]), names[150].data()));
  }
}

}  // namespace
}  // namespace remit
