// DSSE v1.0.2 envelopes: some bytes, what they are, and signatures of both. One for everything that
// Remit signs; the payload's type says which. (github.com/secure-systems-lab/dsse, envelope.md)
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/base/signing_key.h"

namespace remit {

inline constexpr size_t kMaxSignatures = 16;

struct EnvelopeSignature {
  std::string key_id;  // a hint of whose it is, which nothing vouches for; empty: none
  std::string bytes;   // 64 of them
  bool operator==(const EnvelopeSignature&) const = default;
};

struct Envelope {
  std::string payload_type;
  std::string payload;
  std::vector<EnvelopeSignature> signatures;
  bool operator==(const Envelope&) const = default;
};

// {"payload","payloadType","signatures":[{"keyid","sig"}]} as RFC 8785 JSON, base64 padded.
std::string EncodeEnvelope(const Envelope& envelope);

// Any envelope: members that the specification does not name are passed over, both alphabets of
// base64 are read. BadInput for anything else, with the member as its place.
Result<Envelope> DecodeEnvelope(std::string_view json, const JsonLimits& limits = {});

// Adds this key's signature; in place of an older one of the same key.
void SignEnvelope(Envelope& envelope, const SigningKey& key);

// The ids of those keys of which a signature holds, in the order of `keys`, each once. Key ids of
// the envelope are not believed: every key is tried on every signature.
std::vector<std::string> Signers(const Envelope& envelope, std::span<const PublicKey> keys);

}  // namespace remit
