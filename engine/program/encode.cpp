#include "engine/program/encode.h"

#include <cstring>
#include <span>
#include <vector>

#include "engine/base/check.h"
#include "engine/program/layout.h"

namespace remit {
namespace {

class ProgramWriter {
 public:
  // Room for the header and the directory is taken first; they are written last.
  ProgramWriter() : bytes_(sizeof(ProgramHeader) + kSections * sizeof(SectionEntry), '\0') {}

  template <typename T>
  void Section(std::span<const T> records) {
    bytes_.resize(AlignSection(bytes_.size()));
    REMIT_CHECK(bytes_.size() <= UINT32_MAX && records.size() <= UINT32_MAX,
                "a program is longer than its format can say");
    directory_.push_back(
        {static_cast<uint32_t>(bytes_.size()), static_cast<uint32_t>(records.size())});
    if (records.empty()) return;
    bytes_.append(reinterpret_cast<const char*>(records.data()), records.size_bytes());
  }

  std::string Finish() {
    bytes_.resize(AlignSection(bytes_.size()));
    ProgramHeader header = {{}, kProgramFormat, kSections};
    kProgramMagic.copy(header.magic.data(), header.magic.size());
    std::memcpy(bytes_.data(), &header, sizeof header);
    std::memcpy(bytes_.data() + sizeof header, directory_.data(),
                directory_.size() * sizeof(SectionEntry));
    return std::move(bytes_);
  }

 private:
  std::string bytes_;
  std::vector<SectionEntry> directory_;
};

}  // namespace

std::string EncodeProgram(const Program& program) {
  Program packed = program;
  PackLists(packed);
  ProgramWriter writer;
  const ProgramHead head = {packed.fuel, packed.sizes, packed.covers, 0};
  writer.Section(std::span(&head, 1));
  writer.Section(std::span<const char>(packed.semantics));
  EachTable(std::as_const(packed), [&]<typename T>(std::string_view, const Table<T>& table) {
    writer.Section(std::span<const T>(table));
  });
  return writer.Finish();
}

}  // namespace remit
