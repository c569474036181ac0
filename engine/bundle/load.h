// From a bundle to an engine that decides by it. Nothing of a bundle runs before all of it has been
// verified.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "engine/bundle/bundle.h"
#include "engine/decide/engine.h"

namespace remit {

// The bytes of the bundle file at `path`: mapped where nobody may write in the file (it belongs to
// the caller or to root, and its mode lets no one write), else read into memory, so that what was
// verified is what runs. Missing, Io; Limit where it is larger than any bundle can be.
Result<HeldBytes> HoldBundleFile(const std::string& path, const ProgramLimits& limits = {});

// Which of the keys signed the bundle, by id. BadProgram where none of them did, or where a
// signature that names one of them does not hold, or one that holds names another.
Result<std::vector<std::string>> CheckSigned(const Bundle& bundle, std::span<const PublicKey> keys);

// Decodes and verifies the program, its digest too where DecodeBundle left that, holds the manifest
// against it, and indexes. BadProgram, Limit.
Result<Engine> LoadEngine(Bundle bundle, const ProgramLimits& limits = {});

}  // namespace remit
