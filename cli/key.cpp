#include <string>

#include "cli/commands.h"
#include "cli/output.h"
#include "engine/bundle/key_file.h"

namespace remit {
namespace {

// What stands before the block is for people; whoever reads PEM passes over it.
void PrintKey(const PublicKey& key) { Print("key " + KeyId(key) + "\n" + PublicKeyPem(key)); }

ExitCode Refuse(const Error& error) {
  PrintError(error);
  return ExitCode::BadInput;
}

ExitCode NewKey(const std::string& file) {
  const Result<SigningKey> key = NewSigningKey();
  if (!key) return Refuse(key.error());
  if (Result<void> done = WriteSigningKey(file, *key); !done) return Refuse(done.error());
  PrintKey(PublicPart(*key));
  return ExitCode::Done;
}

}  // namespace

ExitCode RunKey(const KeyArguments& arguments) {
  if (arguments.act == KeyAct::New) return NewKey(arguments.file);
  const Result<PublicKey> key = ReadPublicKey(arguments.file);
  if (!key) return Refuse(key.error());
  PrintKey(*key);
  return ExitCode::Done;
}

}  // namespace remit
