// The manifest: what a bundle holds, as canonical JSON. Its SHA-256 is the bundle's digest, which
// records name; it is what a signature is over. docs/bundle-format.md has every member.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

struct ManifestPolicy {
  std::string name;
  std::string version;  // empty: it has none
  bool operator==(const ManifestPolicy&) const = default;
};

struct ManifestSlot {
  std::string path;  // "context.change.files"
  std::string type;  // "list<string>"
  bool operator==(const ManifestSlot&) const = default;
};

struct Manifest {
  std::string semantics;
  uint64_t fuel = 0;
  SizeLimits sizes;
  std::vector<ManifestPolicy> policies;  // as in the program
  std::vector<ManifestSlot> slots;       // as in the program
  Digest program_digest{};
  uint64_t program_bytes = 0;
  std::vector<NamedDigest> sources;  // policy files and what they import, by name
  std::vector<std::string> trusted;  // ids of the keys that remit.yaml names, ascending
  bool operator==(const Manifest&) const = default;
};

// What can be said of a program alone; `bytes` are its encoding. It is a verified one, or what the
// compiler made.
Manifest DescribeProgram(const Program& program, std::string_view bytes);

std::string EncodeManifest(const Manifest& manifest);  // RFC 8785

// BadProgram with the member as its place ("manifest.limits.fuel"): members that are missing, that
// nobody knows, of another kind, out of order; a text that is not the one of what it says.
Result<Manifest> DecodeManifest(std::string_view json, const JsonLimits& limits = {});

// Whether the manifest says of a program what the program says of itself. BadProgram with the
// member. Sources and keys are not in a program.
Result<void> CheckAgrees(const Manifest& manifest, const Program& program);

}  // namespace remit
