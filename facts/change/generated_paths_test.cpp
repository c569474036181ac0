#include "facts/change/generated_paths.h"

#include <catch2/catch.hpp>
#include <string>

namespace remit {
namespace {

TEST_CASE("which files tools make") {
  for (const std::string path : {"package-lock.json",
                                 "web/yarn.lock",
                                 "a/b/pnpm-lock.yaml",
                                 "Cargo.lock",
                                 "go.sum",
                                 "tools/go.work.sum",
                                 "poetry.lock",
                                 "uv.lock",
                                 "Gemfile.lock",
                                 "composer.lock",
                                 "pylock.toml",
                                 "pylock.dev.toml",
                                 "api/v1/x.pb.go",
                                 "x_pb2.py",
                                 "x_pb2_grpc.py",
                                 "static/app.min.js",
                                 "Resources.Designer.cs",
                                 "Form.g.cs",
                                 "ui/App.test.tsx.snap",
                                 "ui/__snapshots__/a.txt",
                                 "__generated__/a/b.ts",
                                 "Tests.Case.verified.txt",
                                 "zz_generated.deepcopy.go",
                                 ".min.js"}) {
    INFO(path);
    CHECK(IsGeneratedPath(path));
  }
  for (const std::string path :
       {"", "package.json", "Package-lock.json", "package-lock.json/a.ts", "a.pb.go.md", "pb.go",
        "go.sum2", "my-package-lock.json", "vendor/a/b.go", "node_modules/a/index.js", "dist/a.js",
        "snapshots/a.txt", "a__snapshots__/b", "__snapshots__", "__generated__x/a", "src/a.cs",
        "verified.txt", "a.min.js/b.js", "zz_generated.go"}) {
    INFO(path);
    CHECK_FALSE(IsGeneratedPath(path));
  }
}

TEST_CASE("a long name takes no long time") {
  CHECK_FALSE(IsGeneratedPath(std::string(1 << 20, '_')));
  CHECK_FALSE(IsGeneratedPath(std::string(1 << 20, '/')));
  CHECK(IsGeneratedPath(std::string(1 << 20, '.') + ".verified.txt"));
}

}  // namespace
}  // namespace remit
