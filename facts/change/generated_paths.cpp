#include "facts/change/generated_paths.h"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "engine/base/check.h"
#include "facts/change/yaml_tree.h"

namespace remit {

std::string_view GeneratedPathsText();  // generated_paths.yaml, embedded

namespace {

struct GeneratedPaths {
  std::set<std::string, std::less<>> names, folders;  // without `*` and `?`
  std::vector<std::string> globs;
};

GeneratedPaths ReadPaths() {
  const Result<YamlTree> tree = ReadYamlTree(GeneratedPathsText(), "generated_paths.yaml");
  REMIT_CHECK(tree && tree->kind == YamlKind::Map, "the list of generated paths is a map");
  GeneratedPaths paths;
  for (const auto& [key, list] : tree->members) {
    REMIT_CHECK(key.text == "files" || key.text == "folders", "it holds files and folders");
    for (const YamlTree& item : list.items) {
      if (key.text == "folders") {
        paths.folders.insert(item.text);
      } else if (item.text.find_first_of("*?") == std::string::npos) {
        paths.names.insert(item.text);
      } else {
        paths.globs.push_back(item.text);
      }
    }
  }
  return paths;
}

// `*` any characters, `?` one byte. Goes back to the last `*` alone: its earliest match does.
bool MatchesGlob(std::string_view glob, std::string_view text) {
  size_t at = 0, star = std::string_view::npos, from = 0, i = 0;
  while (i < text.size()) {
    if (at < glob.size() && glob[at] == '*') {
      star = at++;
      from = i;
    } else if (at < glob.size() && (glob[at] == '?' || glob[at] == text[i])) {
      ++at, ++i;
    } else if (star != std::string_view::npos) {
      at = star + 1;
      i = ++from;
    } else {
      return false;
    }
  }
  return glob.substr(at).find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

bool IsGeneratedPath(std::string_view path) {
  static const GeneratedPaths paths = ReadPaths();
  for (size_t slash = path.find('/'); slash != std::string_view::npos; slash = path.find('/')) {
    if (paths.folders.contains(path.substr(0, slash))) return true;
    path.remove_prefix(slash + 1);
  }
  return paths.names.contains(path) ||
         std::ranges::any_of(paths.globs,
                             [path](const std::string& glob) { return MatchesGlob(glob, path); });
}

}  // namespace remit
