// Writes seeds of program_bytes and bundle_bytes; see README.md.
//
//     fuzz_write_samples PROGRAMS BUNDLES [BUNDLE…]
//
// Into the folder PROGRAMS: the hand-made programs of the tests, which hold what no policy compiles
// to at once, and the program of each BUNDLE under that file's name. Into BUNDLES: the bundle of
// the tests, signed and not, its parts by themselves, and damaged ones.
#include <cstdio>
#include <filesystem>
#include <string>

#include "engine/program/encode.h"
#include "tests/support/bundle_example.h"
#include "tests/support/sample_programs.h"

namespace {

bool Write(const std::string& path, std::string_view bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

bool WritePrograms(const std::string& folder) {
  return Write(folder + "/sample", remit::EncodeProgram(remit::SampleProgram())) &&
         Write(folder + "/tiny", remit::EncodeProgram(remit::TinyProgram()));
}

bool WriteProgramOf(const std::string& folder, const std::string& file) {
  remit::Result<remit::HeldBytes> held = remit::HoldBundleFile(file);
  if (!held) return false;
  const remit::Result<remit::Bundle> bundle = remit::DecodeBundle(*std::move(held));
  const std::string name = std::filesystem::path(file).filename().string();
  return bundle && Write(folder + "/" + name, bundle->program);
}

bool WriteBundles(const std::string& folder) {
  const remit::Bundle bundle = remit::ExampleBundle();
  const std::string file = remit::EncodeBundle(bundle);
  bool written =
      Write(folder + "/signed", file) &&
      Write(folder + "/unsigned", remit::EncodeBundle(remit::MakeBundle(remit::SampleProgram()))) &&
      Write(folder + "/part_manifest", bundle.envelope.payload) &&
      Write(folder + "/part_envelope", remit::EncodeEnvelope(bundle.envelope));
  // Each field of the head, the envelope, the padding's end, the program, and what follows.
  for (const size_t at : {0ul, 8ul, 12ul, 16ul, 24ul, 40ul, file.size() - 1}) {
    std::string damaged = file;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x41);
    written = written && Write(folder + "/damaged_" + std::to_string(at), damaged);
  }
  return written && Write(folder + "/cut", file.substr(0, file.size() / 2)) &&
         Write(folder + "/longer", file + "x");
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 3) return 2;
  bool written = WritePrograms(arguments[1]) && WriteBundles(arguments[2]);
  for (int i = 3; i < count; ++i) written = written && WriteProgramOf(arguments[1], arguments[i]);
  return written ? 0 : 1;
}
