#include "dsl/compile/load_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dsl/parse/parse.h"
#include "engine/base/escape.h"

namespace remit::lowering {
namespace {

std::string DirectoryOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  return slash == std::string::npos ? "" : path.substr(0, slash);
}

class Loader {
 public:
  Loader(const FileReader& read, const SourceLimits& limits, SourceSet& sources,
         Diagnostics& diagnostics)
      : read_(read), limits_(limits), sources_(sources), diagnostics_(diagnostics) {
    const FileId id = sources_.Add("built-in types", std::string(BuiltinTypesText()));
    files_.push_back({ParseFile(sources_, id, diagnostics_), {}});
  }

  // The index of the file at `path`, read where it was not yet; nullopt after a diagnostic, which
  // stands at `from` or, for a file that nobody imports, at its own beginning.
  std::optional<uint32_t> Load(const std::string& path, std::optional<Span> from) {
    if (auto known = known_.find(path); known != known_.end()) {
      if (std::find(open_.begin(), open_.end(), path) == open_.end()) return known->second;
      diagnostics_.Emit(DiagnosticKind::ImportCycle, from.value_or(Span{}),
                        fmt::format("`{}` imports itself in a circle", EscapeText(path)));
      return std::nullopt;
    }
    if (open_.size() >= limits_.imports || files_.size() > kMaxFiles) {
      diagnostics_.Emit(DiagnosticKind::TooDeep, from.value_or(Span{}),
                        fmt::format("more than {} imports nested", limits_.imports));
      return std::nullopt;
    }
    Result<std::string> text = read_(path);
    if (!text) {
      if (!from) from = Span{sources_.Add(path, ""), 0, 0};
      diagnostics_.Emit(
          DiagnosticKind::ImportFailed, *from,
          fmt::format("cannot read `{}`: {}", EscapeText(path), text.error().message));
      return std::nullopt;
    }
    const FileId id = sources_.Add(path, std::move(*text));
    const auto index = static_cast<uint32_t>(files_.size());
    known_[path] = index;
    files_.push_back({ParseFile(sources_, id, diagnostics_, limits_), {}});
    open_.push_back(path);
    LoadImports(index, path);
    open_.pop_back();
    return index;
  }

  std::vector<ParsedFile> Take() { return std::move(files_); }

 private:
  static constexpr size_t kMaxFiles = 10'000;

  void LoadImports(uint32_t index, const std::string& path) {
    std::vector<ast::Import> imports;
    for (const ast::Item& item : files_[index].tree.items) {
      if (const auto* import = std::get_if<ast::Import>(&item.node)) imports.push_back(*import);
    }
    for (const ast::Import& import : imports) {
      const bool outside = path.starts_with('/');  // named on the command line, not in the root
      const std::string target = outside ? "" : JoinInsideRoot(DirectoryOf(path), import.path.text);
      if (target.empty()) {
        diagnostics_.Emit(
            DiagnosticKind::ImportOutsideRoot, import.path.span,
            fmt::format("`{}` lies outside the policy root", EscapeText(import.path.text)),
            "the root is the folder of `remit.yaml`, else the working folder");
        continue;
      }
      const std::optional<uint32_t> loaded = Load(target, import.path.span);
      if (!loaded) continue;
      if (files_[*loaded].tree.header) {
        diagnostics_.Emit(DiagnosticKind::ImportedPolicy, import.path.span,
                          fmt::format("`{}` is a policy; only libraries are imported",
                                      EscapeText(import.path.text)));
        continue;
      }
      files_[index].imports.emplace(import.name.text, *loaded);
    }
  }

  const FileReader& read_;
  const SourceLimits& limits_;
  SourceSet& sources_;
  Diagnostics& diagnostics_;
  std::vector<ParsedFile> files_;
  std::map<std::string, uint32_t> known_;
  std::vector<std::string> open_;
};

}  // namespace

std::string JoinInsideRoot(const std::string& directory, const std::string& path) {
  if (path.empty() || path.front() == '/' || path.find('\0') != std::string::npos) return {};
  std::vector<std::string> segments;
  const std::string joined = directory.empty() ? path : directory + "/" + path;
  for (size_t begin = 0; begin <= joined.size();) {
    const size_t end = std::min(joined.find('/', begin), joined.size());
    const std::string segment = joined.substr(begin, end - begin);
    begin = end + 1;
    if (segment.empty() || segment == ".") continue;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (segments.empty()) {
      return {};
    } else {
      segments.pop_back();
    }
  }
  return fmt::format("{}", fmt::join(segments, "/"));
}

std::vector<ParsedFile> LoadFiles(const std::vector<std::string>& paths, const FileReader& read,
                                  const SourceLimits& limits, SourceSet& sources,
                                  Diagnostics& diagnostics) {
  Loader loader(read, limits, sources, diagnostics);
  for (const std::string& path : paths) loader.Load(path, std::nullopt);
  return loader.Take();
}

}  // namespace remit::lowering
