#include "engine/program/encode.h"

#include "engine/program/byte_reader.h"
#include "engine/program/byte_writer.h"
#include "engine/program/layout.h"

namespace remit {

std::string EncodeProgram(const Program& program) {
  ByteWriter writer;
  writer.Raw(kProgramMagic);
  writer.Number(kProgramFormat);
  Layout(writer, program);
  return writer.Take();
}

Result<Program> DecodeProgram(std::string_view bytes, const ProgramLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return Fail(ErrorKind::Limit, "a program of " + std::to_string(bytes.size()) +
                                      " bytes is over the limit of " +
                                      std::to_string(limits.bytes));
  }
  ByteReader reader(bytes);
  reader.Expect(kProgramMagic, "this is no compiled program: it does not begin with `REMITPRG`");
  uint32_t format = 0;
  reader.Number(format);
  if (!reader.error() && format != kProgramFormat) {
    reader.Stop("program format " + std::to_string(format) + " is not " +
                std::to_string(kProgramFormat) + ", the one that this engine reads");
  }
  Program program;
  if (!reader.error()) Layout(reader, program);
  if (!reader.error()) reader.ExpectEnd();
  if (reader.error()) return std::unexpected(*reader.error());
  return program;
}

}  // namespace remit
