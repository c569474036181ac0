#include "facts/change/remote_name.h"

#include <catch2/catch.hpp>

namespace remit {
namespace {

TEST_CASE("a remote's address is reduced to host and path") {
  const struct {
    const char* url;
    const char* name;
  } rows[] = {
      {"https://github.com/acme/app.git", "github.com/acme/app"},
      {"https://github.com/acme/app/", "github.com/acme/app"},
      {"https://user:pa:ss@GitHub.com:8443/acme/app", "github.com/acme/app"},
      {"https://x-access-token:ghs_1@github.com/acme/app?token=ghs_1#x", "github.com/acme/app"},
      {"https://user@evil@github.com/acme/app", "github.com/acme/app"},
      {"ssh://git@gitlab.example.com:2222/group/sub/app.git", "gitlab.example.com/group/sub/app"},
      {"ssh://git@[::1]:22/app.git", "[::1]/app"},
      {"ssh://git@[::1]/app.git", "[::1]/app"},
      {"git@github.com:acme/app.git", "github.com/acme/app"},
      {"github.com:/acme/app", "github.com/acme/app"},
      {"[::1]:app", "[::1]/app"},
      {"file:///srv/git/app.git", ""},
      {"/srv/git/app.git", ""},
      {"../app", ""},
      {"./a:b", ""},
      {"C:\\git\\app", ""},
      {"ext::sh -c whoami", ""},
      {"https://github.com", ""},
      {"https://github.com/", ""},
      {"", ""},
  };
  for (const auto& row : rows) {
    INFO(row.url);
    CHECK(RemoteName(row.url) == row.name);
  }
}

}  // namespace
}  // namespace remit
