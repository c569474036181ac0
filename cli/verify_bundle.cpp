#include <string>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/output.h"
#include "cli/trust.h"
#include "engine/base/escape.h"
#include "engine/bundle/key_file.h"
#include "engine/bundle/load.h"

namespace remit {
namespace {

// The keys of the command line, else those of the configuration.
Result<std::vector<PublicKey>> KeysFor(const VerifyBundleArguments& arguments) {
  if (arguments.keys.empty()) {
    const Result<Config> config = FindConfig(arguments.config);
    if (!config) return std::unexpected(config.error());
    Result<std::vector<PublicKey>> keys = TrustedKeys(*config);
    if (!keys || !keys->empty()) return keys;
    return Fail(ErrorKind::Missing,
                "no key to verify by: name one with --key, or set `trust.keys` in remit.yaml");
  }
  std::vector<PublicKey> keys;
  for (const std::string& file : arguments.keys) {
    const Result<PublicKey> key = ReadPublicKey(file);
    if (!key) return std::unexpected(key.error());
    keys.push_back(*key);
  }
  return keys;
}

struct Verified {
  Engine engine;
  std::vector<std::string> signers;
};

Result<Verified> VerifyFile(HeldBytes file, const std::vector<PublicKey>& keys) {
  Result<Bundle> bundle = DecodeBundle(std::move(file));
  if (!bundle) return std::unexpected(bundle.error());
  Result<std::vector<std::string>> signers = CheckSigned(*bundle, keys);
  if (!signers) return std::unexpected(signers.error());
  Result<Engine> engine = LoadEngine(*std::move(bundle));
  if (!engine) return std::unexpected(engine.error());
  return Verified{*std::move(engine), *std::move(signers)};
}

std::string VerifiedJson(const Verified& verified) {
  std::vector<std::string> signers;
  for (const std::string& id : verified.signers) signers.push_back("\"" + id + "\"");
  return JsonObject()
      .Text("bundle", "verified")
      .Text("digest", DigestText(verified.engine.digest()))
      .Raw("signedBy", JsonArray(signers))
      .Raw("manifest", verified.engine.manifest())
      .Close();
}

std::string RefusedJson(const Error& error) {
  return JsonObject()
      .Text("bundle", "refused")
      .Text("error", error.message)
      .Text("where", error.where)
      .Close();
}

std::string PrettyVerified(const Verified& verified, const std::string& file) {
  std::string text =
      "verified  " + EscapeText(file) + "\n  bundle " + DigestText(verified.engine.digest()) + "\n";
  for (const std::string& id : verified.signers) text += "  signed by " + id + "\n";
  return text;
}

}  // namespace

ExitCode RunVerifyBundle(const VerifyBundleArguments& arguments) {
  const Result<std::vector<PublicKey>> keys = KeysFor(arguments);
  if (!keys) {
    PrintError(keys.error());
    return ExitCode::BadInput;
  }
  Result<HeldBytes> file = HoldBundleFile(arguments.file);
  if (!file) {
    PrintError(file.error());
    return ExitCode::BadInput;
  }
  const bool json = arguments.format == OutputFormat::Json;
  const Result<Verified> verified = VerifyFile(*std::move(file), *keys);
  if (!verified) {
    Error error = verified.error();
    if (json) Print(RefusedJson(error) + "\n");
    error.where = arguments.file + (error.where.empty() ? "" : ": " + error.where);
    PrintError(error);
    return ExitCode::Escalate;
  }
  Print(json ? VerifiedJson(*verified) + "\n" : PrettyVerified(*verified, arguments.file));
  return ExitCode::Done;
}

}  // namespace remit
