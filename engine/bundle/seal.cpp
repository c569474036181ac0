#include "engine/bundle/seal.h"

#include <algorithm>
#include <utility>

#include "engine/program/encode.h"

namespace remit {

Bundle MakeBundle(const Program& program, BundleOrigin origin) {
  const auto by_name = [](const NamedDigest& a, const NamedDigest& b) { return a.name < b.name; };
  std::ranges::sort(origin.sources, by_name);
  std::ranges::sort(origin.trusted);
  const auto repeated = std::ranges::unique(origin.trusted);
  origin.trusted.erase(repeated.begin(), repeated.end());

  Bundle bundle;
  bundle.held = HeldBytes::Copy(EncodeProgram(program));
  bundle.program = bundle.held.view();
  bundle.manifest = DescribeProgram(program, bundle.program);
  bundle.manifest.sources = std::move(origin.sources);
  bundle.manifest.trusted = std::move(origin.trusted);
  bundle.envelope = {std::string(kManifestType), EncodeManifest(bundle.manifest), {}};
  bundle.digest = Sha256(bundle.envelope.payload);
  return bundle;
}

void SignBundle(Bundle& bundle, const SigningKey& key) { SignEnvelope(bundle.envelope, key); }

}  // namespace remit
