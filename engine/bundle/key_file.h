// Keys in files.
#pragma once

#include <string>

#include "engine/base/error.h"
#include "engine/base/signing_key.h"

namespace remit {

// Larger ones hold no key.
inline constexpr size_t kKeyFileBytes = 64u << 10;

// Writes the key with mode 0600, synced. Io, also where there is anything of that name already.
Result<void> WriteSigningKey(const std::string& path, const SigningKey& key);

// BadInput where the file is not the caller's own with mode 0600, is reached by a symbolic link, or
// holds no key; Missing, Io.
Result<SigningKey> ReadSigningKey(const std::string& path);

// A public key, or the public part of a private one that ReadSigningKey would read.
Result<PublicKey> ReadPublicKey(const std::string& path);

}  // namespace remit
