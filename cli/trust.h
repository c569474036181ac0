// The keys that a configuration names: whose signature makes a bundle count.
#pragma once

#include <string>
#include <vector>

#include "cli/config.h"
#include "dsl/source/source.h"
#include "engine/base/signing_key.h"

namespace remit {

// The files that `trust.keys` names, by their path from the configuration's folder.
std::vector<std::string> TrustFiles(const Config& config);

// What `trust.keys` names, in its order: files from `read`, by their path from the configuration's
// folder, and keys that stand there themselves. BadInput, Missing, Io with the file as its place.
Result<std::vector<PublicKey>> TrustedKeys(const Config& config, const FileReader& read);

// The same with files from disk.
Result<std::vector<PublicKey>> TrustedKeys(const Config& config);

}  // namespace remit
