#include "engine/vm/regex_search.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace remit {
namespace {

SharedRegexes Share(const std::vector<std::string>& patterns) {
  std::vector<CompiledRegex> regexes;
  for (const std::string& pattern : patterns) {
    Result<CompiledRegex> regex = CompiledRegex::Compile(pattern);
    REQUIRE(regex.has_value());
    regexes.push_back(std::move(*regex));
  }
  return ShareRegexes(std::move(regexes));
}

TEST_CASE("searches of a decision's texts give what each regex gives") {
  const std::vector<std::string> patterns = {"ab+c", "(?i)hello|world", "^x", "\\d", "zz$", ""};
  const SharedRegexes shared = Share(patterns);
  RegexSearch search(shared);
  const std::vector<std::string> texts = {"",    "abbc",     "ab", "a HELLO", "xyzz",
                                          "zz!", "worldabc", "x1", "ZZ",      "xabbbczz"};
  for (int decision = 0; decision < 3; ++decision) {
    search.Begin();
    // Each text with each regex, and once more, texts taking turns.
    for (size_t i = 0; i < 2 * patterns.size(); ++i) {
      const auto id = static_cast<uint32_t>(i % patterns.size());
      for (const std::string& text : texts) {
        INFO(patterns[id] << " in " << text);
        CHECK(search.Matches(id, text) == shared.regexes[id].Matches(text));
      }
    }
  }
}

TEST_CASE("a text that is another in the next decision is searched anew") {
  const SharedRegexes shared = Share({"abc"});
  RegexSearch search(shared);
  std::string text = "-abc-";
  CHECK(search.Matches(0, text));
  search.Begin();
  text = "-xyz-";
  CHECK_FALSE(search.Matches(0, text));
  CHECK_FALSE(search.Matches(0, std::string_view(text).substr(1)));
  search.Begin();
  text = "-abc-";
  CHECK(search.Matches(0, text));
  CHECK(search.Matches(0, std::string_view(text).substr(1, 3)));
  CHECK_FALSE(search.Matches(0, std::string_view(text).substr(1, 2)));
}

TEST_CASE("what is searched for again and again is searched by a copy of one's own") {
  const SharedRegexes shared = Share({"a+", "abc"});
  RegexSearch search(shared);
  for (uint32_t i = 1; i < kSearchesToOwn; ++i) CHECK(&search.regex(0) == &shared.regexes[0]);
  const CompiledRegex* const own = &search.regex(0);
  CHECK(own != &shared.regexes[0]);
  CHECK(own == &search.regex(0));
  CHECK(own->Matches("ba"));
  CHECK_FALSE(own->Matches("b"));
  RegexSearch other(shared);
  for (uint32_t i = 0; i < kSearchesToOwn; ++i) other.regex(0);
  CHECK(&other.regex(0) != own);
  // What no text holds is never searched for.
  for (uint32_t i = 0; i < 100; ++i) CHECK_FALSE(search.Matches(1, "ab"));
  CHECK(&search.regex(1) == &shared.regexes[1]);
}

TEST_CASE("copies end where a decider's memory for them does") {
  std::vector<std::string> patterns;
  for (int i = 0; i < 3; ++i) patterns.push_back("\\w{0,999}" + std::to_string(i));
  for (int i = 0; i < 40; ++i) patterns.push_back("\\pL\\pN\\pP" + std::to_string(i));
  const SharedRegexes shared = Share(patterns);
  RegexSearch search(shared);
  size_t owned = 0;
  for (uint32_t i = 0; i < patterns.size(); ++i) {
    for (uint32_t j = 0; j < kSearchesToOwn; ++j) search.regex(i);
    if (&search.regex(i) != &shared.regexes[i]) ++owned;
  }
  CHECK(owned > 0);
  CHECK(owned < patterns.size());
}

}  // namespace
}  // namespace remit
