// What the tables of a program under way hold once.
#include "dsl/compile/tables.h"

#include <catch2/catch.hpp>

namespace remit::lowering {
namespace {

struct Made {
  Program program;
  SourceSet sources;
  Tables tables{program, sources};
};

TEST_CASE("a path is one whoever asks for it") {
  Made made;
  Tables& tables = made.tables;
  const PathId context = tables.Root(SlotRoot::Context), subject = tables.Root(SlotRoot::Subject);
  const PathId a = tables.Member(context, "a"), ab = tables.Member(a, "b");
  CHECK(tables.Member(context, "a") == a);
  CHECK(tables.Member(subject, "a") != a);
  CHECK(tables.Member(context, "b") != a);
  CHECK(tables.Member(a, "b") == ab);
  CHECK(tables.Member(a, "a") != a);
  CHECK(tables.IsRoot(subject));
  CHECK_FALSE(tables.IsRoot(a));
}

TEST_CASE("a slot is a path read as a type, its members in order") {
  Made made;
  Tables& tables = made.tables;
  const PathId path = tables.Member(tables.Member(tables.Root(SlotRoot::Resource), "a"), "b");
  CHECK(tables.SlotOf(path, 0) == 0);
  CHECK(tables.SlotOf(path, 3) == 1);
  CHECK(tables.SlotOf(tables.Root(SlotRoot::Now), 0) == 2);
  CHECK(tables.SlotOf(path, 0) == 0);
  const Program& program = made.program;
  CHECK(program.strings == StringTable{"a", "b"});
  REQUIRE(program.slots.size() == 3);
  CHECK(program.slots[0] == Slot{SlotRoot::Resource, {0, 2}, 0});
  CHECK(program.slots[1] == Slot{SlotRoot::Resource, {2, 2}, 3});
  CHECK(program.slots[2] == Slot{SlotRoot::Now, {4, 0}, 0});
  CHECK(program.ids == Table<uint32_t>{0, 1, 0, 1});
}

TEST_CASE("a regex stands in the program once, what is none never") {
  Made made;
  CHECK(made.tables.Regex("a+") == 0u);
  CHECK(made.tables.Regex("(") == std::nullopt);
  CHECK(made.tables.Regex("b+") == 1u);
  CHECK(made.tables.Regex("(") == std::nullopt);
  CHECK(made.tables.Regex("a+") == 0u);
  CHECK(made.program.regexes == Table<StringId>{0, 1});
  CHECK(made.program.strings == StringTable{"a+", "b+"});
}

TEST_CASE("constants are told apart by kind and bits") {
  Made made;
  Tables& tables = made.tables;
  CHECK(tables.Const(MakeInt(1)) == 0);
  CHECK(tables.Const(MakeUint(1)) == 1);
  CHECK(tables.Const(MakeDouble(0.0)) == 2);
  CHECK(tables.Const(MakeDouble(-0.0)) == 3);
  CHECK(tables.Const(MakeString("a")) == 4);
  CHECK(tables.Const(MakeBytes("a")) == 5);
  CHECK(tables.Const(MakeTimestamp(1, 0)) == 6);
  CHECK(tables.Const(MakeTimestamp(1, 1)) == 7);
  CHECK(tables.Const(MakeInt(1)) == 0);
  CHECK(tables.Const(MakeString("a")) == 4);
  CHECK(tables.Const(MakeTimestamp(1, 1)) == 7);
}

TEST_CASE("places are the same where line and column are") {
  Made made;
  const FileId one = made.sources.Add("p", "ab\ncd"), two = made.sources.Add("p", "ab\ncd");
  const FileId other = made.sources.Add("q", "ab\ncd");
  CHECK(made.tables.IsSamePlace({one, 3, 4}, {one, 3, 5}));
  CHECK(made.tables.IsSamePlace({one, 3, 4}, {two, 3, 4}));
  CHECK_FALSE(made.tables.IsSamePlace({one, 3, 4}, {one, 4, 4}));
  CHECK_FALSE(made.tables.IsSamePlace({one, 3, 4}, {other, 3, 4}));
}

TEST_CASE("an excerpt is one line, cut where it is long") {
  Made made;
  const auto excerpt = [&](std::string text) {
    const auto size = static_cast<uint32_t>(text.size());
    const FileId id = made.sources.Add("p", std::move(text));
    return made.tables.Excerpt({id, 0, size});
  };
  CHECK(excerpt("a == 1") == "a == 1");
  CHECK(excerpt("a  ==\n\t 1\r\n") == "a == 1 ");
  CHECK(excerpt(std::string(100, 'x')) == std::string(100, 'x'));
  CHECK(excerpt(std::string(99, 'x') + "\u00e9") == std::string(99, 'x') + "…");
}

}  // namespace
}  // namespace remit::lowering
