// Why a repository cannot be opened, with what to do about it. Private to facts/change.
#pragma once

#include <string>

#include "engine/base/error.h"

namespace remit {

// `code` and `said` are libgit2's for `folder`.
Error OpenError(int code, const std::string& folder, const std::string& said);

}  // namespace remit
