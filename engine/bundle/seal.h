// From what the compiler made to a bundle.
#pragma once

#include <string>
#include <vector>

#include "engine/base/digest.h"
#include "engine/bundle/bundle.h"
#include "engine/program/program.h"

namespace remit {

// What a program does not know of itself.
struct BundleOrigin {
  std::vector<NamedDigest> sources;  // the policy files, in any order
  std::vector<std::string> trusted;  // ids of the keys that remit.yaml names, in any order
};

// The bundle of a program, without a signature. `program` is what the compiler made: a bundle of
// nonsense is made, too, and refused when it is loaded.
Bundle MakeBundle(const Program& program, BundleOrigin origin = {});

// Adds this key's signature. The digest stays: it is the manifest's.
void SignBundle(Bundle& bundle, const SigningKey& key);

}  // namespace remit
