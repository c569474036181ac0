#include "engine/bundle/bundle.h"

#include <utility>

namespace remit {
namespace {

constexpr std::string_view kMagic = "REMITBDL";
constexpr uint64_t kFormat = 1;
// Where the head's numbers stand, little-endian.
constexpr size_t kFormatAt = 8;          // 4 bytes
constexpr size_t kEnvelopeBytesAt = 12;  // 4 bytes
constexpr size_t kProgramAt = 16;        // 8 bytes
constexpr size_t kProgramBytesAt = 24;   // 8 bytes
constexpr size_t kHeadBytes = 32;

void AppendNumber(std::string& out, uint64_t value, size_t bytes) {
  for (size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i) & 0xff);
}

uint64_t NumberAt(std::string_view file, size_t at, size_t bytes) {
  uint64_t value = 0;
  for (size_t i = 0; i < bytes; ++i) {
    value |= static_cast<uint64_t>(static_cast<uint8_t>(file[at + i])) << (8 * i);
  }
  return value;
}

uint64_t Aligned(uint64_t size) {
  return (size + HeldBytes::kAlignment - 1) / HeldBytes::kAlignment * HeldBytes::kAlignment;
}

std::unexpected<Error> Refuse(std::string message, uint64_t at) {
  return Fail(ErrorKind::BadProgram, std::move(message), "byte " + std::to_string(at));
}

struct Parts {
  std::string_view envelope, program;
};

// Numbers of the head are compared with the file's size before anything is added to them.
Result<Parts> Split(std::string_view file, const ProgramLimits& limits) {
  if (!file.starts_with(kMagic)) {
    return Refuse("this is no bundle: it does not begin with `REMITBDL`", 0);
  }
  if (file.size() < kHeadBytes) return Refuse("the bytes end in the head", file.size());
  if (const uint64_t format = NumberAt(file, kFormatAt, 4); format != kFormat) {
    return Refuse("the format is " + std::to_string(format) + "; this engine reads " +
                      std::to_string(kFormat),
                  kFormatAt);
  }
  const uint64_t envelope = NumberAt(file, kEnvelopeBytesAt, 4);
  if (envelope > file.size() - kHeadBytes) {
    return Refuse("the envelope has " + std::to_string(envelope) + " bytes, and " +
                      std::to_string(file.size() - kHeadBytes) + " are left",
                  kEnvelopeBytesAt);
  }
  const uint64_t envelope_end = kHeadBytes + envelope;
  const uint64_t begin = NumberAt(file, kProgramAt, 8);
  if (begin != Aligned(envelope_end)) {
    return Refuse("the program begins at " + std::to_string(begin) + " and not at " +
                      std::to_string(Aligned(envelope_end)) + ", after the envelope",
                  kProgramAt);
  }
  const uint64_t size = NumberAt(file, kProgramBytesAt, 8);
  if (size > limits.bytes) {
    return Fail(ErrorKind::Limit,
                "the program has " + std::to_string(size) + " bytes; the limit is " +
                    std::to_string(limits.bytes),
                "byte " + std::to_string(kProgramBytesAt));
  }
  if (begin > file.size() || size > file.size() - begin) {
    return Refuse("the program has " + std::to_string(size) + " bytes, and " +
                      std::to_string(begin > file.size() ? 0 : file.size() - begin) + " are left",
                  kProgramBytesAt);
  }
  if (begin + size != file.size()) {
    return Refuse("something follows the program", begin + size);
  }
  for (uint64_t at = envelope_end; at < begin; ++at) {
    if (file[at] != 0) return Refuse("the padding before the program is not zero", at);
  }
  return Parts{file.substr(kHeadBytes, envelope), file.substr(begin)};
}

std::unexpected<Error> InEnvelope(std::string message, const std::string& where) {
  return Fail(ErrorKind::BadProgram, std::move(message),
              where.empty() ? "envelope" : "envelope: " + where);
}

Result<Envelope> ReadEnvelope(std::string_view json) {
  Result<Envelope> envelope = DecodeEnvelope(json);
  if (!envelope) return InEnvelope(envelope.error().message, envelope.error().where);
  if (envelope->payload_type != kManifestType) {
    return InEnvelope(
        "the payload is no manifest: its type is not `" + std::string(kManifestType) + "`",
        "payloadType");
  }
  for (size_t i = 0; i < envelope->signatures.size(); ++i) {
    if (envelope->signatures[i].bytes.size() == kSignatureBytes) continue;
    return InEnvelope("an Ed25519 signature has " + std::to_string(kSignatureBytes) + " bytes",
                      "signatures[" + std::to_string(i) + "].sig");
  }
  // An envelope from elsewhere may say more and say it otherwise; in a bundle there is one way, so
  // that nothing lies in the file that nobody reads.
  if (EncodeEnvelope(*envelope) != json) {
    return InEnvelope("it is not the canonical text of what it says", "");
  }
  return envelope;
}

}  // namespace

std::string EncodeBundle(const Bundle& bundle) {
  const std::string envelope = EncodeEnvelope(bundle.envelope);
  const uint64_t begin = Aligned(kHeadBytes + envelope.size());
  std::string file(kMagic);
  AppendNumber(file, kFormat, 4);
  AppendNumber(file, envelope.size(), 4);
  AppendNumber(file, begin, 8);
  AppendNumber(file, bundle.program.size(), 8);
  file += envelope;
  file.resize(begin);
  file += bundle.program;
  return file;
}

std::unexpected<Error> OtherDigest() {
  return Fail(ErrorKind::BadProgram, "the program has another digest", "manifest.program.digest");
}

Result<Bundle> DecodeBundle(HeldBytes file, const ProgramLimits& limits, ProgramDigest digest) {
  const Result<Parts> parts = Split(file.view(), limits);
  if (!parts) return std::unexpected(parts.error());
  Result<Envelope> envelope = ReadEnvelope(parts->envelope);
  if (!envelope) return std::unexpected(envelope.error());
  Result<Manifest> manifest = DecodeManifest(envelope->payload);
  if (!manifest) return std::unexpected(manifest.error());
  if (manifest->program_bytes != parts->program.size()) {
    return Fail(ErrorKind::BadProgram,
                "the program has " + std::to_string(parts->program.size()) + " bytes",
                "manifest.program.bytes");
  }
  Bundle bundle;
  bundle.program_checked = digest == ProgramDigest::Checked;
  if (bundle.program_checked && manifest->program_digest != Sha256(parts->program)) {
    return OtherDigest();
  }
  bundle.envelope = *std::move(envelope);
  bundle.manifest = *std::move(manifest);
  bundle.digest = Sha256(bundle.envelope.payload);
  bundle.program = parts->program;
  bundle.held = std::move(file);
  return bundle;
}

}  // namespace remit
