#include "engine/vm/path_trie.h"

#include <catch2/catch.hpp>
#include <map>
#include <string>

#include "engine/vm/test_program.h"

namespace remit::test {
namespace {

// The node of a path in the text, "context.change.files"; kNoNode: no slot reads it.
uint32_t NodeOf(const PathTrie& trie, std::string_view path) {
  uint32_t node = PathTrie::kRoot;
  while (!path.empty()) {
    const std::string_view name = path.substr(0, path.find('.'));
    path.remove_prefix(std::min(path.size(), name.size() + 1));
    const uint32_t edge = trie.Find(node, KeyOfName(name, name.data() + name.size()), name.data());
    if (edge == PathTrie::kNoEdge) return PathTrie::kNoNode;
    node = trie.edge(edge).child;
  }
  return node;
}

TEST_CASE("every program's trie has what an action is made of") {
  const PathTrie trie{Program()};
  const std::pair<std::string_view, uint32_t> rows[] = {
      {"subject", PathTrie::kSubject},
      {"subject.properties", PathTrie::kSubjectProperties},
      {"action", PathTrie::kAction},
      {"action.properties", PathTrie::kActionProperties},
      {"action.name", PathTrie::kActionName},
      {"resource", PathTrie::kResource},
      {"resource.properties", PathTrie::kResourceProperties},
      {"context", PathTrie::kContext},
      {"context.time", PathTrie::kContextTime},
      {"subject.id", PathTrie::kNoNode},
      {"now", PathTrie::kNoNode},
  };
  for (const auto& [path, node] : rows) {
    INFO(path);
    CHECK(NodeOf(trie, path) == node);
  }
  CHECK(trie.size() == PathTrie::kFixedNodes);
}

TEST_CASE("a slot's path is that of the text, through an entity's properties") {
  Assembler a;
  const std::pair<uint32_t, std::string_view> rows[] = {
      {a.Slot(SlotRoot::Subject, {"role"}), "subject.properties.role"},
      {a.Slot(SlotRoot::Subject, {"properties", "role"}), "subject.properties.role"},
      {a.Slot(SlotRoot::Subject, {"type"}), "subject.type"},
      {a.Slot(SlotRoot::Resource, {"id", "x"}), "resource.id.x"},
      {a.Slot(SlotRoot::Action, {"id"}), "action.properties.id"},
      {a.Slot(SlotRoot::Action, {"name"}), "action.name"},
      {a.Slot(SlotRoot::Context, {"change", "files"}), "context.change.files"},
      {a.Slot(SlotRoot::Context, {"a_name_of_more_than_sixteen"}),
       "context.a_name_of_more_than_sixteen"},
  };
  const uint32_t now = a.Slot(SlotRoot::Now, {"x"});
  const uint32_t subject = a.Slot(SlotRoot::Subject, {});
  const PathTrie trie(a.program);
  std::map<uint32_t, size_t> slots_of;
  for (const auto& [slot, path] : rows) {
    INFO(path);
    CHECK(NodeOf(trie, path) == trie.path(slot).back());
    ++slots_of[trie.path(slot).back()];
  }
  for (const auto& [node, count] : slots_of) CHECK(trie.slots(node).size() == count);
  CHECK(trie.path(now).empty());
  CHECK(trie.path(subject).empty());
}

TEST_CASE("which edges match the bytes of a text") {
  Assembler a;
  for (const std::string_view name : {"", "a", "eight_88", "nine_9999", "sixteen_bytes_16",
                                      "seventeen_bytes17", "a\"b", "a\\b"}) {
    a.Slot(SlotRoot::Context, {name});
  }
  const PathTrie trie(a.program);
  for (const uint32_t index : trie.Edges(PathTrie::kContext)) {
    const PathTrie::Edge& edge = trie.edge(index);
    const std::string name(edge.name, edge.key.size);
    INFO(name);
    const bool plain = name != "a\"b" && name != "a\\b";
    const std::string room(20, '}');
    CHECK(edge.Begins((name + "\":1" + room).data()) == plain);
    CHECK_FALSE(edge.Begins((name + "x\":1" + room).data()));
    CHECK_FALSE(edge.Begins(("x" + name + "\":1" + room).data()));
  }
}

}  // namespace
}  // namespace remit::test
