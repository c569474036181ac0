// The files of a range and their lines, each set beside what git's own diff says.
#include <catch2/catch.hpp>

#include "facts/change/test_repository.h"

namespace remit {
namespace {

using Texts = std::vector<std::string>;

std::string Lines(int from, int to, const std::string& end = "\n") {
  std::string text;
  for (int i = from; i <= to; ++i) text += "line " + std::to_string(i) + end;
  return text;
}

TEST_CASE("each status, kind and count is git's") {
  const TestRepository repository;
  repository.Write("added_to", Lines(1, 20));
  repository.Write("deleted", Lines(1, 7));
  repository.Write("moved", Lines(1, 30));
  repository.Write("moved_changed", Lines(100, 140));
  repository.Write("script", "#!/bin/sh\n");
  repository.Write("becomes_link", "one\ntwo\n");
  repository.Write("binary", std::string("a\0b", 3));
  repository.Write("binary_moved", std::string("q\0b\n", 4) + Lines(1, 9));
  repository.Write("folder", "a file that becomes a folder\n");
  std::filesystem::create_symlink("target", repository.file("link"));
  std::filesystem::create_symlink("same", repository.file("link_moved"));
  const std::string base = repository.Commit();
  repository.Write("added_to", Lines(0, 5) + Lines(8, 22));
  repository.Git("rm -q deleted becomes_link folder");
  std::filesystem::create_directory(repository.file("to"));
  repository.Git("mv moved to/moved");
  repository.Git("mv moved_changed to/changed");
  repository.Git("mv binary_moved to/binary");
  repository.Git("mv link_moved to/link");
  repository.Write("to/changed", Lines(98, 135));
  repository.Git("update-index --chmod=+x script");
  std::filesystem::permissions(repository.file("script"), std::filesystem::perms(0755));
  std::filesystem::create_symlink("two", repository.file("becomes_link"));
  std::filesystem::remove(repository.file("link"));
  std::filesystem::create_symlink("other", repository.file("link"));
  repository.Write("binary", std::string("a\0c", 3));
  repository.Write("folder/inside", "in it\n");
  repository.Write("new", "no final newline");
  repository.Write("empty", "");
  const std::string head = repository.Commit();

  const ChangeFacts facts = repository.Read(base, head);
  CHECK(Rows(facts) == Texts{
                           "modified file added_to +3 -2",
                           "type_changed file->symlink becomes_link +1 -2",
                           "modified file binary binary",
                           "deleted file deleted +0 -7",
                           "added file empty +0 -0",
                           "deleted file folder +0 -1",
                           "added file folder/inside +1 -0",
                           "modified symlink link +1 -1",
                           "added file new +1 -0",
                           "modified file->executable script +0 -0",
                           "renamed file binary_moved -> to/binary binary",
                           "renamed file moved_changed -> to/changed +2 -5",
                           "renamed symlink link_moved -> to/link +0 -0",
                           "renamed file moved -> to/moved +0 -0",
                       });
  CHECK(Rows(facts) == GitRows(repository, base, head));
  CHECK(facts.base == base);
  CHECK(facts.head == head);
  CHECK(facts.text_left_out.empty());
}

TEST_CASE("texts are slices of the decoded objects, by hunk, with their line ends") {
  const TestRepository repository;
  repository.Write("a", Lines(1, 9));
  repository.Write("b", "to move\n" + Lines(1, 30));
  repository.Write("crlf", "one\r\ntwo\r\n");
  repository.Write("tail", "last line");
  repository.Write("zip", std::string("\0", 1));
  const std::string base = repository.Commit();
  repository.Write("a", "first\n" + Lines(1, 3) + "four\nfive\n" + Lines(6, 9));
  repository.Git("mv b c");
  repository.Write("c", Lines(1, 30) + "moved\n");
  repository.Write("crlf", "one\r\n2\r\n");
  repository.Write("tail", "last line\nand one");
  repository.Write("zip", "text now\n");
  std::filesystem::create_symlink("far/away", repository.file("link"));
  const std::string head = repository.Commit();

  const ChangeFacts facts = repository.Read(base, head);
  CHECK(Rows(facts.added_text) == Texts{"a:1 first\n", "a:5 four\nfive\n", "c:31 moved\n",
                                        "crlf:2 2\r\n", "link:1 far/away",
                                        "tail:1 last line\nand one", "zip:1 text now\n"});
  CHECK(Rows(facts.removed_text) ==
        Texts{"a:4 line 4\nline 5\n", "b:1 to move\n", "crlf:2 two\r\n", "tail:1 last line"});
  const Repository opened = repository.Open();
  for (const auto* texts : {&facts.added_text, &facts.removed_text}) {
    for (const ChangedText& it : *texts) {
      CHECK(ReadBlob(opened, it.blob, 1000).value().substr(it.offset, it.text.size()) == it.text);
    }
  }
}

TEST_CASE("content alone says what is text") {
  const TestRepository repository;
  repository.Write(".gitattributes", "*.py -diff\n*.js binary\n*.c -text diff=none\n");
  repository.Write("a.py", "one\n");
  const std::string base = repository.Commit();
  repository.Write("a.py", "two\n");
  repository.Write("b.js", "hidden()\n");
  repository.Write("c.c", "hidden\n");
  repository.Write("utf16", std::string("\xff\xfe"
                                        "A\0\n\0B\0\n\0",
                                        10));
  repository.Write("latin", "caf\xe9\n");
  repository.Write("late", std::string(8000, 'x') + std::string("\0\n", 2));
  repository.Write("early", std::string(7999, 'x') + std::string("\0\n", 2));
  repository.Write("lfs", "version https://git-lfs.github.com/spec/v1\noid sha256:12\nsize 3\n");
  const std::string head = repository.Commit();
  const ChangeFacts facts = repository.Read(base, head);
  CHECK(Rows(facts) == Texts{"modified file a.py +1 -1", "added file b.js +1 -0",
                             "added file c.c +1 -0", "added file early binary",
                             "added file late +1 -0", "added file latin +1 -0",
                             "added file lfs +3 -0", "added file utf16 +2 -0"});
  Texts utf16_and_latin;
  for (const ChangedText& it : facts.added_text) {
    if (it.path == "utf16" || it.path == "latin") utf16_and_latin.push_back(it.text);
  }
  CHECK(utf16_and_latin == Texts{"caf\xef\xbf\xbd\n", "A\nB\n"});
}

TEST_CASE("a script behind a mark of UTF-16 is searched as a shell reads it") {
  const TestRepository repository;
  const std::string base = repository.Commit();
  repository.Write("run.sh", std::string("\xff\xfe\n: # \0\nAKIA0123\n\0", 19));
  const std::string head = repository.Commit();
  const ChangeFacts facts = repository.Read(base, head);
  REQUIRE(facts.added_text.size() == 2);
  const ChangedText& text = facts.added_text[0];
  CHECK(text.other_reading);
  CHECK(text.line == 1);
  CHECK(text.text == "\n: # \nAKIA0123\n");
}

TEST_CASE("a side that is text is judged although git calls the file binary") {
  const TestRepository repository;
  const std::string nul("\0\n", 2);
  repository.Write("binary_then", nul);
  repository.Write("binary_now", "a\nb\n");
  const std::string base = repository.Commit();
  repository.Write("binary_then", "c\nd\n");
  repository.Write("binary_now", nul);
  const std::string head = repository.Commit();
  const ChangeFacts facts = repository.Read(base, head);
  CHECK(Rows(facts) ==
        Texts{"modified file binary_now binary", "modified file binary_then binary"});
  REQUIRE(facts.added_text.size() == 1);
  CHECK(facts.added_text[0].path == "binary_then");
  CHECK(facts.added_text[0].text == "c\nd\n");
  REQUIRE(facts.removed_text.size() == 1);
  CHECK(facts.removed_text[0].path == "binary_now");
  CHECK(facts.removed_text[0].text == "a\nb\n");
}

TEST_CASE("names are bytes to git and text in the facts, sorted by their bytes") {
  const TestRepository repository;
  const std::string base = repository.Commit();
  const std::string names[] = {"new\nline", "quo\"te's", "\xff\xfe", "caf\xc3\xa9",
                               "tab\t",     "Z",         "a b"};
  for (const std::string& name : names) repository.Write(name, "x\n");
  const std::string head = repository.Commit();
  CHECK(Rows(repository.Read(base, head)) ==
        Texts{"added file Z +1 -0", "added file a b +1 -0", "added file caf\xc3\xa9 +1 -0",
              "added file new\nline +1 -0", "added file quo\"te's +1 -0", "added file tab\t +1 -0",
              "added file \\x{ff}\\x{fe} +1 -0"});
}

TEST_CASE("a submodule counts the line that git shows and has no text") {
  const TestRepository repository;
  const std::string one(40, '1');
  const std::string two(40, '2');
  repository.Write("file", "x\n");
  const std::string base = repository.Commit();
  const auto commit_tree = [&](const std::string& id, const std::string& parent) {
    repository.Git("update-index --add --cacheinfo 160000," + id + ",sub");
    const std::string tree = repository.Git("write-tree");
    return repository.Git("commit-tree -m sub -p " + parent + " " + tree);
  };
  const std::string added = commit_tree(one, base);
  const std::string changed = commit_tree(two, added);
  const ChangeFacts first = repository.Read(base, added);
  CHECK(Rows(first) == Texts{"added submodule sub +1 -0"});
  CHECK(first.added_text.empty());
  CHECK(Rows(repository.Read(added, changed)) == Texts{"modified submodule sub +1 -1"});
  CHECK(Rows(repository.Read(added, changed)) == GitRows(repository, added, changed));
  // .gitmodules that asks to ignore it is not asked.
  repository.Git("config submodule.sub.ignore all");
  repository.Git("config diff.ignoreSubmodules all");
  CHECK(Rows(repository.Read(added, changed)) == Texts{"modified submodule sub +1 -1"});
}

TEST_CASE("merges: an octopus, and one that brings in what neither parent has") {
  const TestRepository repository;
  repository.Write("base", "x\n");
  const std::string base = repository.Commit();
  for (const std::string name : {"one", "two", "three"}) {
    repository.Git("checkout -q -b " + name + " " + base);
    repository.Write(name, name + "\n");
    repository.Commit();
  }
  repository.Git("checkout -q main");
  repository.Git("merge -q --no-edit one two three");
  const std::string octopus = repository.Git("rev-parse HEAD");
  CHECK(Rows(repository.Read(base, octopus)) ==
        Texts{"added file one +1 -0", "added file three +1 -0", "added file two +1 -0"});
  repository.Git("checkout -q -b evil " + base);
  repository.Git("merge -q --no-ff --no-commit one");
  repository.Write("evil", "nobody wrote this\n");
  const std::string evil = repository.Commit();
  CHECK(Rows(repository.Read("one", evil)) == Texts{"added file evil +1 -0"});
  CHECK(Rows(repository.Read(base, base)).empty());
}

TEST_CASE("a rename storm keeps exact and base-name matches, as git does") {
  const TestRepository repository;
  for (int i = 0; i < 2000; ++i) {
    const std::string name = std::to_string(i);
    repository.Write("old/" + name, "file " + name + "\n" + Lines(i, i + 20));
  }
  const std::string base = repository.Commit();
  repository.Git("mv old new");
  repository.Write("new/7", "file 7, changed\n" + Lines(7, 27));
  const std::string head = repository.Commit();
  const ChangeFacts facts = repository.Read(base, head);
  CHECK(Rows(facts) == GitRows(repository, base, head));
  CHECK(facts.files.size() == 2000);
}

TEST_CASE("more lines than can be compared count as replaced") {
  const TestRepository repository;
  repository.Write("many", std::string(4'000'001, '\n'));
  const std::string base = repository.Commit();
  repository.Write("many", "first\n" + std::string(4'000'001, '\n'));
  repository.Commit();
  const ChangeFacts facts = repository.Read(base);
  CHECK(Rows(facts) == Texts{"modified file many +4000002 -4000001"});
  REQUIRE(facts.added_text.size() == 1);
  CHECK(facts.added_text[0].text.size() == 4'000'007);
}

TEST_CASE("a file of 100,000 lines is whole") {
  const TestRepository repository;
  const std::string text = Lines(1, 100'000);
  const std::string base = repository.Commit();
  repository.Write("big", text);
  const std::string first = repository.Commit();
  std::string changed = text;
  changed.replace(changed.find("line 50000\n"), 11, "changed\n");
  repository.Write("big", changed);
  const std::string second = repository.Commit();
  const ChangeFacts facts = repository.Read(base, first);
  CHECK(Rows(facts) == Texts{"added file big +100000 -0"});
  REQUIRE(facts.added_text.size() == 1);
  CHECK(facts.added_text[0].text == text);
  CHECK(Rows(repository.Read(first, second).added_text) == Texts{"big:50000 changed\n"});
}

}  // namespace
}  // namespace remit
