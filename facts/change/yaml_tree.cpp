#include "facts/change/yaml_tree.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>

#include "engine/base/escape.h"

namespace remit {
namespace {

constexpr int kMaxDepth = 8;
constexpr size_t kMaxNodes = 100'000;  // aliases count as what they stand for

struct Reader {
  const std::string& name;
  size_t nodes = 0;

  std::string Where(const YAML::Mark& mark) const {
    return name + ":" + std::to_string(std::max(mark.line, 0) + 1) + ":" +
           std::to_string(std::max(mark.column, 0) + 1);
  }

  Result<YamlTree> Read(const YAML::Node& node, int depth) {
    YamlTree tree;
    tree.where = Where(node.Mark());
    if (depth > kMaxDepth || ++nodes > kMaxNodes) {
      return Fail(ErrorKind::BadInput, "nested too deep or too large", tree.where);
    }
    switch (node.Type()) {
      case YAML::NodeType::Undefined:
      case YAML::NodeType::Null:
        return tree;
      case YAML::NodeType::Scalar:
        tree.kind = YamlKind::Scalar;
        tree.text = node.Scalar();
        return tree;
      case YAML::NodeType::Sequence:
        return ReadList(node, depth, std::move(tree));
      case YAML::NodeType::Map:
        return ReadMap(node, depth, std::move(tree));
    }
    return tree;
  }

  Result<YamlTree> ReadList(const YAML::Node& node, int depth, YamlTree tree) {
    tree.kind = YamlKind::List;
    for (const YAML::Node& item : node) {
      Result<YamlTree> read = Read(item, depth + 1);
      if (!read) return read;
      tree.items.push_back(*std::move(read));
    }
    return tree;
  }

  Result<YamlTree> ReadMap(const YAML::Node& node, int depth, YamlTree tree) {
    tree.kind = YamlKind::Map;
    for (const auto& member : node) {
      Result<YamlTree> key = Read(member.first, depth + 1);
      if (!key) return key;
      if (key->kind != YamlKind::Scalar) {
        return Fail(ErrorKind::BadInput, "a key must be a name", key->where);
      }
      for (const auto& [other, value] : tree.members) {
        if (other.text != key->text) continue;
        return Fail(ErrorKind::BadInput,
                    "the key `" + EscapeText(key->text, 80) + "` stands here a second time",
                    key->where);
      }
      Result<YamlTree> value = Read(member.second, depth + 1);
      if (!value) return value;
      // Nothing has no place of its own.
      if (value->kind == YamlKind::Null) value->where = key->where;
      tree.members.push_back({*std::move(key), *std::move(value)});
    }
    return tree;
  }
};

}  // namespace

Result<YamlTree> ReadYamlTree(std::string_view text, const std::string& name) {
  if (const size_t valid = ValidUtf8Prefix(text); valid != text.size()) {
    return Fail(ErrorKind::BadInput, "not UTF-8 at byte " + std::to_string(valid), name);
  }
  Reader reader{name};
  try {
    const std::vector<YAML::Node> documents = YAML::LoadAll(std::string(text));
    if (documents.empty()) return Fail(ErrorKind::BadInput, "holds nothing", name);
    if (documents.size() > 1) {
      return Fail(ErrorKind::BadInput, "only one document may stand here",
                  reader.Where(documents[1].Mark()));
    }
    return reader.Read(documents[0], 0);
  } catch (const YAML::Exception& error) {
    return Fail(ErrorKind::BadInput, "not YAML: " + EscapeText(error.msg, 200),
                reader.Where(error.mark));
  }
}

}  // namespace remit
