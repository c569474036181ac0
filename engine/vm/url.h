// Absolute URLs, read as the WHATWG URL standard reads them and brought into its one form. Where
// other readers would find another host, or a host where this one finds none, there is an error:
// a rule that looks at a host must see the one that will be connected to.
#pragma once

#include <string>
#include <string_view>

#include "engine/base/error.h"

namespace remit {

struct UrlParts {
  std::string scheme;  // http https ws wss ftp file
  std::string host;    // ASCII, lower case, no dot at its end; IPv4 "127.0.0.1", IPv6 "[::1]"; ""
                       // for a file of this machine, and only there
  int port = 0;        // the scheme's where none is given; of a file 0
  std::string path;    // from its first "/", without dot segments, percent-encoded where it must be
  std::string query;   // without "?"; "" where there is none
  bool operator==(const UrlParts&) const = default;
};

// `text` is UTF-8. A name and password before the host, and a fragment, are read over. Errors:
// Limit beyond FunctionLimits::url_bytes, else BadInput with the reason ("`gopher` is no scheme of
// a URL here").
Result<UrlParts> ReadUrl(std::string_view text);

}  // namespace remit
