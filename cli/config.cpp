#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <optional>
#include <sstream>

#include "cli/config_tree.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

constexpr size_t kMaxDepth = 32;

// Builds the tree from the parser's events. The first mistake is kept; what follows it is ignored.
class TreeBuilder : public YAML::EventHandler {
 public:
  explicit TreeBuilder(const std::string& path) : path_(path) {}

  void OnDocumentStart(const YAML::Mark&) override {}
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    CheckAnchor(mark, anchor);
    Put(At(mark, ConfigNodeKind::Null));
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t) override {
    Refuse(At(mark, ConfigNodeKind::Null), "aliases are not read here: write the value out");
    Put(At(mark, ConfigNodeKind::Null));
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    CheckAnchor(mark, anchor);
    CheckTag(mark, tag);
    ConfigNode node = At(mark, ConfigNodeKind::Scalar);
    node.quoted = tag == "!";
    node.text = value;
    Put(std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, ConfigNodeKind::List);
  }
  void OnSequenceEnd() override { Close(); }

  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    Open(mark, tag, anchor, ConfigNodeKind::Map);
  }
  void OnMapEnd() override { Close(); }

  ConfigNode TakeRoot() { return std::move(root_); }
  const std::optional<Error>& error() const { return error_; }

 private:
  struct Level {
    ConfigNode node;
    std::optional<ConfigNode> key;  // Map: read, its value not yet
  };

  static ConfigNode At(const YAML::Mark& mark, ConfigNodeKind kind) {
    ConfigNode node;
    node.kind = kind;
    node.line = static_cast<uint32_t>(std::max(mark.line, 0) + 1);
    node.column = static_cast<uint32_t>(std::max(mark.column, 0) + 1);
    return node;
  }

  void Refuse(const ConfigNode& node, std::string message) {
    if (!error_) error_ = Error{ErrorKind::BadInput, std::move(message), ConfigPlace(path_, node)};
  }

  void CheckAnchor(const YAML::Mark& mark, YAML::anchor_t anchor) {
    if (anchor != 0) {
      Refuse(At(mark, ConfigNodeKind::Null), "anchors are not read here: write the value out");
    }
  }

  // "?" is a plain node, "!" a quoted scalar; anything else was written as a tag.
  void CheckTag(const YAML::Mark& mark, const std::string& tag) {
    if (!tag.empty() && tag != "?" && tag != "!") {
      Refuse(At(mark, ConfigNodeKind::Null),
             "the tag `" + EscapeText(tag, 80) + "` is not read here");
    }
  }

  void Open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
            ConfigNodeKind kind) {
    CheckAnchor(mark, anchor);
    CheckTag(mark, tag);
    if (levels_.size() >= kMaxDepth) Refuse(At(mark, kind), "nested too deep");
    levels_.push_back({At(mark, kind), std::nullopt});
  }

  void Close() {
    ConfigNode node = std::move(levels_.back().node);
    levels_.pop_back();
    Put(std::move(node));
  }

  void Put(ConfigNode node) {
    if (levels_.empty()) {
      root_ = std::move(node);
      return;
    }
    Level& level = levels_.back();
    if (level.node.kind == ConfigNodeKind::List) {
      level.node.items.push_back(std::move(node));
    } else if (level.key) {
      // Nothing has no place of its own: the parser stands wherever the next thing begins.
      if (node.kind == ConfigNodeKind::Null) {
        node.line = level.key->line;
        node.column = level.key->column;
      }
      level.node.members.push_back({*std::move(level.key), std::move(node)});
      level.key.reset();
    } else {
      PutKey(level, std::move(node));
    }
  }

  void PutKey(Level& level, ConfigNode node) {
    if (node.kind != ConfigNodeKind::Scalar) Refuse(node, "a key must be a name");
    for (const auto& [key, value] : level.node.members) {
      if (key.text == node.text) {
        Refuse(node, "the key `" + EscapeText(node.text, 80) + "` stands here a second time");
      }
    }
    level.key = std::move(node);
  }

  const std::string& path_;
  std::vector<Level> levels_;
  ConfigNode root_;
  std::optional<Error> error_;
};

}  // namespace

std::string ConfigPlace(const std::string& path, const ConfigNode& node) {
  return path + ":" + std::to_string(node.line) + ":" + std::to_string(node.column);
}

Result<ConfigNode> ParseConfigTree(std::string_view text, const std::string& path) {
  if (size_t valid = ValidUtf8Prefix(text); valid != text.size()) {
    return Fail(ErrorKind::BadInput, "not UTF-8 at byte " + std::to_string(valid), path);
  }
  try {
    std::istringstream stream{std::string(text)};
    YAML::Parser parser(stream);
    TreeBuilder builder(path);
    parser.HandleNextDocument(builder);
    if (builder.error()) return std::unexpected(*builder.error());
    TreeBuilder second(path);
    if (parser.HandleNextDocument(second)) {
      return Fail(ErrorKind::BadInput, "only one document may stand here",
                  ConfigPlace(path, second.TakeRoot()));
    }
    return builder.TakeRoot();
  } catch (const YAML::Exception& error) {
    ConfigNode node;
    node.line = static_cast<uint32_t>(std::max(error.mark.line, 0) + 1);
    node.column = static_cast<uint32_t>(std::max(error.mark.column, 0) + 1);
    return Fail(ErrorKind::BadInput, "not YAML: " + EscapeText(error.msg, 200),
                ConfigPlace(path, node));
  }
}

}  // namespace remit
