// Writes the hand-made programs of the tests into a folder, as seeds of program_bytes: they hold
// what no policy compiles to at once. See README.md.
#include <cstdio>
#include <string>

#include "engine/program/encode.h"
#include "tests/support/sample_programs.h"

namespace {

bool Write(const std::string& path, const std::string& bytes) {
  std::FILE* file = std::fopen(path.c_str(), "wb");
  if (file == nullptr) return false;
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), file) == bytes.size();
  return std::fclose(file) == 0 && written;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 2) return 2;
  const std::string folder = arguments[1];
  const bool written = Write(folder + "/sample", remit::EncodeProgram(remit::SampleProgram())) &&
                       Write(folder + "/tiny", remit::EncodeProgram(remit::TinyProgram()));
  return written ? 0 : 1;
}
