#include "engine/vm/glob.h"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

namespace remit {
namespace {

TEST_CASE("what a glob matches") {
  struct Row {
    std::string_view path, pattern;
    bool matches;
  };
  const std::vector<Row> rows = {
      // A pattern without `/` matches the last segment at any depth.
      {"key.pem", "*.pem", true},
      {"a/b/key.pem", "*.pem", true},
      {"a/key.pem/b", "*.pem", false},
      {"a/b", "b", true},
      {"a/b", "a", false},
      // Any other matches the whole path from its start.
      {"auth/x.cc", "auth/*.cc", true},
      {"src/auth/x.cc", "auth/*.cc", false},
      {"auth/deep/x.cc", "auth/*.cc", false},
      {"auth", "auth/*", false},
      // `*`, `?` and classes stay within a segment.
      {"ab", "a*b", true},
      {"axxb", "a*b", true},
      {"a/b", "a*b", false},
      {"a/x/b", "a/*/b", true},
      {"a/x/y/b", "a/*/b", false},
      {"a", "a*", true},
      {"abcbc", "a*bc", true},
      {"abcb", "a*bc", false},
      {"ab", "a?", true},
      {"a", "a?", false},
      {"a/b", "a?b", false},
      {"\xc3\xa4", "?", false},  // bytes
      {"\xc3\xa4", "??", true},
      {"b", "[abc]", true},
      {"d", "[abc]", false},
      {"m", "[a-z]", true},
      {"M", "[a-z]", false},  // case counts
      {"A", "a", false},
      {"d", "[!abc]", true},
      {"a", "[!abc]", false},
      {"d", "[^abc]", true},
      {"a", "[^abc]", false},
      {"]", "[]]", true},
      {"a", "[!]]", true},
      {"-", "[a-]", true},
      {"x1", "x[0-9]", true},
      {"ax1b", "a*[0-9]b", true},
      // `**` is any number of whole segments; at the end at least one.
      {"a/b", "a/**/b", true},
      {"a/x/y/b", "a/**/b", true},
      {"a/xb", "a/**/b", false},
      {"b", "**/b", true},
      {"x/y/b", "**/b", true},
      {"auth/x", "auth/**", true},
      {"auth/x/y", "auth/**", true},
      {"auth", "auth/**", false},
      {"a/b/c/d/c", "a/**/c", true},
      {"a/b/c/d/c/e", "a/**/c", false},
      {"a/1/b/2/c/x", "a/**/b/**/c/*", true},
      {"a/1/b/2/d/x", "a/**/b/**/c/*", false},
      {"a/b", "a/**/**", true},
      {"a", "a/**/**", false},
      {"x", "**", true},
      {"x/y", "**", true},
      {"x/.env", "**/*.env", true},
      // `**` inside a segment is `*`.
      {"ab", "a**", true},
      {"a/b", "a**", false},
      {"x/axyb", "a**b", true},
      {"src/x", "s**/x", true},
      // A trailing `/`: everything below.
      {"build/x", "build/", true},
      {"build/x/y", "build/", true},
      {"build", "build/", false},
      {"src/build/x", "build/", false},
      {"a/b/c", "a/*/", true},
      {"a/b", "a/*/", false},
      // A leading `/`: absolute paths only; without one: relative ones only.
      {"/etc/passwd", "/etc/*", true},
      {"etc/passwd", "/etc/*", false},
      {"/etc/passwd", "etc/*", false},
      {"/etc/passwd", "passwd", false},
      {"/etc/a.pem", "*.pem", false},
      {"/etc/a.pem", "/**/*.pem", true},
      {"/a.pem", "/**/*.pem", true},
      {"/etc", "**", false},
      {"/etc", "/**", true},
      {"/etc", "/", true},
      {"/", "/", false},
      {"/", "/**", false},
      {"/a/b", "/a", false},
      {"/a", "/a", true},
      // `!` and `\` are ordinary, and so are dots.
      {"a", "!b", false},
      {"!b", "!b", true},
      {"\\a", "\\a", true},
      {"a", "\\a", false},
      {".env", "*", true},
      {".env", "*env", true},
      {"a.b", "a?b", true},
      {"axb", "a.b", false},
      // The empty path matches only `**`.
      {"", "**", true},
      {"", "*", false},
      {"", "**/", false},
      {"", "**/**", false},
      {"", "/", false},
  };
  for (const Row& row : rows) {
    INFO("`" << row.path << "` `" << row.pattern << "`");
    CHECK(CheckGlob(row.pattern).has_value());
    CHECK(GlobMatches(row.path, row.pattern) == row.matches);
  }
}

TEST_CASE("a path is cleaned first") {
  struct Row {
    std::string_view path;
    std::string cleaned;  // "error" where it leads out
  };
  const std::vector<Row> rows = {
      {"a/b", "a/b"},   {"./a", "a"},       {"a//b", "a/b"},
      {"a/./b", "a/b"}, {"a/../b", "b"},    {"a/b/..", "a"},
      {"a/..", ""},     {"", ""},           {".", ""},
      {"a/", "a"},      {"/", "/"},         {"//a", "/a"},
      {"/..", "/"},     {"/../a", "/a"},    {"/a/../..", "/"},
      {"..", "error"},  {"../a", "error"},  {"a/../..", "error"},
      {"..a", "..a"},   {"a/..b", "a/..b"}, {"/a/b/../c", "/a/c"},
      {"...", "..."},
  };
  for (const Row& row : rows) {
    Arena arena;
    INFO(row.path);
    const Result<std::string_view> cleaned = CleanPath(arena, row.path);
    CHECK((cleaned ? std::string(*cleaned) : "error") == row.cleaned);
  }
}

TEST_CASE("globs that mean nothing") {
  for (const std::string_view pattern :
       {"", "[", "[]", "[!]", "[abc", "a/[b/c]", "[z-a]", "x[b-a]y"}) {
    INFO(pattern);
    CHECK_FALSE(CheckGlob(pattern).has_value());
    CHECK_FALSE(GlobMatches("a", pattern));
  }
}

}  // namespace
}  // namespace remit
