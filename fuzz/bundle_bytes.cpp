// Any bytes as a bundle: what is read is the one file of what it says; nothing that is not verified
// is loaded; what is loaded decides. What is no bundle is also read as a manifest and an envelope,
// which the digest and the base64 around them would hide from the fuzzer.
#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "tests/support/bundle_example.h"

namespace {

void CheckPrintable(const remit::Error& error) {
  REMIT_CHECK(remit::EscapeText(error.message) == error.message, "a message is safe to print");
  REMIT_CHECK(remit::EscapeText(error.where) == error.where, "a place is safe to print");
}

void ReadAsParts(std::string_view bytes) {
  if (const auto manifest = remit::DecodeManifest(bytes); manifest) {
    REMIT_CHECK(remit::EncodeManifest(*manifest) == bytes, "one manifest has one text");
  } else {
    CheckPrintable(manifest.error());
  }
  if (const auto envelope = remit::DecodeEnvelope(bytes); envelope) {
    const auto again = remit::DecodeEnvelope(remit::EncodeEnvelope(*envelope));
    REMIT_CHECK(again && *again == *envelope, "an envelope comes back from its text");
  } else {
    CheckPrintable(envelope.error());
  }
}

void Decide(const remit::Engine& engine) {
  remit::Decider decider(engine);
  for (const char* name : {"refund", "file.write", ""}) {
    decider.Begin();
    const remit::Decision& decision = decider.Decide(name);
    REMIT_CHECK(!decision.findings.empty(), "somebody answers for every action");
  }
}

constexpr std::string_view kDigestPlace = "manifest.program.digest";

// A program with another digest is verified all the same where that is left to loading, and refused
// for the digest.
void CheckLeftToLoad(std::string_view bytes, const remit::ProgramLimits& limits) {
  remit::Result<remit::Bundle> bundle =
      remit::DecodeBundle(remit::HeldBytes::Copy(bytes), limits, remit::ProgramDigest::LeftToLoad);
  REMIT_CHECK(bundle.has_value(), "nothing else is wrong before loading");
  const remit::Result<remit::Engine> engine = remit::LoadEngine(*std::move(bundle), limits);
  REMIT_CHECK(!engine && engine.error().where == kDigestPlace, "loading checks the digest");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  remit::ProgramLimits limits;
  limits.fuel = 100'000;  // enough for every path, little enough for many runs a second
  remit::Result<remit::Bundle> bundle = remit::DecodeBundle(remit::HeldBytes::Copy(bytes), limits);
  if (!bundle) {
    CheckPrintable(bundle.error());
    if (bundle.error().where == kDigestPlace) CheckLeftToLoad(bytes, limits);
    ReadAsParts(bytes);
    return 0;
  }
  REMIT_CHECK(remit::EncodeBundle(*bundle) == bytes, "one bundle has one file");
  REMIT_CHECK(remit::Sha256(bundle->program) == bundle->manifest.program_digest,
              "the program is that of the manifest");
  const std::vector<remit::PublicKey> keys = {remit::PublicPart(remit::ExampleKey())};
  if (const auto signers = remit::CheckSigned(*bundle, keys); !signers) {
    CheckPrintable(signers.error());
  }
  const remit::Result<remit::Engine> engine = remit::LoadEngine(*std::move(bundle), limits);
  if (engine) {
    Decide(*engine);
  } else {
    CheckPrintable(engine.error());
  }
  return 0;
}
