// A bundle: policies compiled to a program, with the manifest that says what it is and signatures
// over that. As a file (`.remitb`) and in memory it is the same; docs/bundle-format.md.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/held_bytes.h"
#include "engine/base/limits.h"
#include "engine/bundle/envelope.h"
#include "engine/bundle/manifest.h"

namespace remit {

// What the envelope of a bundle says that its payload is.
inline constexpr std::string_view kManifestType = "application/vnd.remit.bundle-manifest+json";

struct Bundle {
  Envelope envelope;         // its payload is the manifest's bytes
  Manifest manifest;         // the same, read
  Digest digest{};           // SHA-256 of the payload: the bundle's
  HeldBytes held;            // what `program` lies in: the file, or the program alone
  std::string_view program;  // encoded; begins at a multiple of 64
  // Whether `program` is known to have the manifest's digest; LoadEngine checks what is not.
  bool program_checked = true;
};

// The digest of a large program takes as long as verifying it: left to LoadEngine, both are done at
// once.
enum class ProgramDigest : uint8_t { Checked, LeftToLoad };

// The bytes of a file: head, envelope, zeros up to a multiple of 64, program.
std::string EncodeBundle(const Bundle& bundle);

// Reads what EncodeBundle writes and nothing else. BadProgram or Limit, with the byte or the member
// that is wrong as its place. The program is that of the manifest's digest, unless that is left to
// LoadEngine; it is not decoded yet, and no signature was looked at.
Result<Bundle> DecodeBundle(HeldBytes file, const ProgramLimits& limits = {},
                            ProgramDigest digest = ProgramDigest::Checked);
// The error where a program has not the digest that its manifest names.
std::unexpected<Error> OtherDigest();

}  // namespace remit
