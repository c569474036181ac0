// The name of a repository, from the address of its remote. Private to facts/change.
#pragma once

#include <string>
#include <string_view>

namespace remit {

// "github.com/acme/app" of any address of it: no scheme, user, password, port, query or `.git`; the
// host in lower case. Empty for folders and for what is no address.
std::string RemoteName(std::string_view url);

}  // namespace remit
