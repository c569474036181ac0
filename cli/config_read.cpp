// From the tree of remit.yaml to Config, key by key of cli/config_keys.def.
#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include "cli/config.h"
#include "cli/config_scalar.h"
#include "cli/config_tree.h"
#include "dsl/diagnostics/diagnostic.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

using std::string;

string Quoted(std::string_view text) { return "`" + EscapeText(text, 80) + "`"; }

// Where a value is being read, for its errors.
struct Place {
  const string& path;
  std::string_view key;
};

std::unexpected<Error> Refuse(const Place& place, const ConfigNode& node, string message) {
  return Fail(ErrorKind::BadInput, std::move(message), ConfigPlace(place.path, node));
}

std::string_view KindText(const ConfigNode& node) {
  switch (node.kind) {
    case ConfigNodeKind::Null:
      return "nothing";
    case ConfigNodeKind::List:
      return "a list";
    case ConfigNodeKind::Map:
      return "a map";
    case ConfigNodeKind::Scalar:
      break;
  }
  return ScalarKindText(ClassifyScalar(node));
}

std::unexpected<Error> WrongType(const Place& place, const ConfigNode& node,
                                 std::string_view wanted) {
  string message =
      Quoted(place.key) + " must be " + string(wanted) + ", not " + string(KindText(node));
  if (node.kind == ConfigNodeKind::Scalar) message += " " + Quoted(node.text);
  return Refuse(place, node, std::move(message));
}

Result<string> ReadText(const Place& place, const ConfigNode& node) {
  if (node.kind != ConfigNodeKind::Scalar) return WrongType(place, node, "a string");
  const ScalarKind kind = ClassifyScalar(node);
  if (kind != ScalarKind::String) {
    return Refuse(place, node,
                  Quoted(place.key) + " must be a string, and " + Quoted(node.text) +
                      " without quotes is " + string(ScalarKindText(kind)) +
                      "; help: write it in quotes");
  }
  return node.text;
}

Result<void> Read(const Place& place, const ConfigNode& node, uint64_t least, uint64_t most,
                  config_type::Int& out) {
  if (node.kind != ConfigNodeKind::Scalar || ClassifyScalar(node) != ScalarKind::Number) {
    return WrongType(place, node, "a whole number");
  }
  const char* end = node.text.data() + node.text.size();
  uint64_t number = 0;
  auto [rest, fault] = std::from_chars(node.text.data(), end, number);
  const bool whole = node.text.find_first_of(".eE") == string::npos;
  if (!whole) return WrongType(place, node, "a whole number");
  if (fault != std::errc() || rest != end || number < least || number > most) {
    const string range = least == most
                             ? std::to_string(least)
                             : "from " + std::to_string(least) + " to " + std::to_string(most);
    return Refuse(place, node,
                  Quoted(place.key) + " must be " + range + ", not " + Quoted(node.text));
  }
  out = number;
  return {};
}

Result<void> Read(const Place& place, const ConfigNode& node, uint64_t, uint64_t,
                  config_type::Text& out) {
  Result<string> text = ReadText(place, node);
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return Refuse(place, node, Quoted(place.key) + " must not be empty");
  out = *std::move(text);
  return {};
}

Result<void> Read(const Place& place, const ConfigNode& node, uint64_t, uint64_t,
                  config_type::Paths& out) {
  if (node.kind != ConfigNodeKind::List) return WrongType(place, node, "a list of paths");
  for (const ConfigNode& item : node.items) {
    Result<string> text = ReadText(place, item);
    if (!text) return std::unexpected(text.error());
    if (text->empty()) return Refuse(place, item, "a path must not be empty");
    out.push_back(*std::move(text));
  }
  return {};
}

Result<void> Read(const Place& place, const ConfigNode& node, uint64_t, uint64_t,
                  config_type::Params& out) {
  if (node.kind != ConfigNodeKind::Map) return WrongType(place, node, "a map");
  for (const auto& [key, value] : node.members) {
    Result<string> json = ConfigJson(value, place.path);
    if (!json) return std::unexpected(json.error());
    out[key.text] = *std::move(json);
  }
  return {};
}

std::vector<string> KnownKeys() {
  return {
#define REMIT_CONFIG_KEY(key, type, member, initial, least, most, meaning) key,
#include "cli/config_keys.def"
#undef REMIT_CONFIG_KEY
  };
}

// The keys that may stand directly under `prefix` ("" or "limits.").
std::vector<string> KeysUnder(std::string_view prefix) {
  std::vector<string> keys;
  for (const string& key : KnownKeys()) {
    if (!key.starts_with(prefix)) continue;
    string name = key.substr(prefix.size());
    name = name.substr(0, name.find('.'));
    if (std::find(keys.begin(), keys.end(), name) == keys.end()) keys.push_back(name);
  }
  return keys;
}

Result<void> ReadKey(Config& config, const string& path, const string& full_key,
                     const ConfigNode& value) {
  const Place place{path, full_key};
#define REMIT_CONFIG_KEY(key, type, member, initial, least, most, meaning) \
  if (full_key == key) return Read(place, value, least, most, config.member);
#include "cli/config_keys.def"
#undef REMIT_CONFIG_KEY
  return {};
}

Result<void> ReadMembers(Config& config, const string& path, const string& prefix,
                         const ConfigNode& node) {
  const std::vector<string> keys = KeysUnder(prefix);
  const std::vector<string> known = KnownKeys();
  for (const auto& [key, value] : node.members) {
    const string full = prefix + key.text;
    if (std::find(keys.begin(), keys.end(), key.text) == keys.end()) {
      string message = "no key " + Quoted(full);
      if (string help = Suggest(key.text, keys); !help.empty()) message += "; help: " + help;
      return Refuse({path, full}, key, std::move(message));
    }
    if (std::find(known.begin(), known.end(), full) != known.end()) {
      if (Result<void> done = ReadKey(config, path, full, value); !done) return done;
      continue;
    }
    if (value.kind != ConfigNodeKind::Map) return WrongType({path, full}, value, "a map");
    if (Result<void> done = ReadMembers(config, path, full + ".", value); !done) return done;
  }
  return {};
}

}  // namespace

Result<Config> ParseConfig(std::string_view text, const string& path) {
  Result<ConfigNode> tree = ParseConfigTree(text, path);
  if (!tree) return std::unexpected(tree.error());
  const Place place{path, "remit.yaml"};
  if (tree->kind != ConfigNodeKind::Map) return WrongType(place, *tree, "a map of keys");
  Config config;
  config.path = path;
  if (Result<void> done = ReadMembers(config, path, "", *tree); !done) {
    return std::unexpected(done.error());
  }
  const bool has_version =
      std::any_of(tree->members.begin(), tree->members.end(),
                  [](const auto& member) { return member.key.text == "version"; });
  if (!has_version) {
    return Refuse(place, *tree, "`version` is missing; help: begin with `version: 1`");
  }
  return config;
}

}  // namespace remit
