// Bytes are looked at as what they are before they are looked at as records: a bool of 2 or an
// enumerator that does not exist must never be read as one.
#include <cstring>
#include <optional>

#include "engine/program/encode.h"
#include "engine/program/layout.h"
#include "engine/program/narrow_bytes.h"

namespace remit {
namespace {

// Where the next list of each table must begin.
template <typename T>
struct NextList {
  uint32_t first = 0;
};
struct NextLists : NextList<uint32_t>,
                   NextList<PatternEntry>,
                   NextList<EvidenceSource>,
                   NextList<Grant>,
                   NextList<Band>,
                   NextList<Conjunct> {};

// Stops at the first thing that is not as the format says, and keeps why.
class ProgramReader {
 public:
  explicit ProgramReader(std::string_view bytes) : bytes_(bytes) {}

  void Header();
  template <typename T>
  void Section(std::string_view name, Table<T>& table);
  void End();
  void Texts(std::string_view name, const StringTable& texts);
  void Lists(const Program& program);

  std::optional<Error> error;

 private:
  void Stop(size_t at, std::string why);
  void StopAt(std::string where, std::string why);
  template <typename T>
  T At(size_t offset) const {
    T record;
    std::memcpy(&record, bytes_.data() + offset, sizeof record);
    return record;
  }
  bool Zeros(size_t from, size_t to);
  template <typename T>
  bool Narrow(size_t at, size_t count);

  std::string_view bytes_;
  std::string_view section_;
  size_t entry_ = sizeof(ProgramHeader);  // the next section's place in the directory
  size_t end_ = sizeof(ProgramHeader) + kSections * sizeof(SectionEntry);  // of the last section
};

void ProgramReader::StopAt(std::string where, std::string why) {
  if (!error) error = Error{ErrorKind::BadProgram, std::move(why), std::move(where)};
}

void ProgramReader::Stop(size_t at, std::string why) {
  if (!section_.empty()) why += ", in the section `" + std::string(section_) + "`";
  StopAt("byte " + std::to_string(at), std::move(why));
}

void ProgramReader::Header() {
  if (!bytes_.starts_with(kProgramMagic)) {
    return Stop(0, "this is no compiled program: it does not begin with `REMITPRG`");
  }
  if (bytes_.size() < sizeof(ProgramHeader)) return Stop(bytes_.size(), "the bytes end too early");
  const auto header = At<ProgramHeader>(0);
  if (header.format != kProgramFormat) {
    return Stop(offsetof(ProgramHeader, format), "program format " + std::to_string(header.format) +
                                                     " is not " + std::to_string(kProgramFormat) +
                                                     ", the one that this engine reads");
  }
  if (header.sections != kSections) {
    return Stop(offsetof(ProgramHeader, sections), std::to_string(header.sections) +
                                                       " sections, where the format has " +
                                                       std::to_string(kSections));
  }
  if (bytes_.size() < end_) Stop(bytes_.size(), "the bytes end too early");
}

bool ProgramReader::Zeros(size_t from, size_t to) {
  for (; from < to; ++from) {
    if (bytes_[from] == 0) continue;
    Stop(from, "a byte between sections is not 0");
    return false;
  }
  return true;
}

// Whether all narrow bytes of the records are narrow enough: without a branch for each.
template <typename T>
bool AllNarrow(const char* records, size_t count) {
  bool over = false;
  for (size_t i = 0; i < count; ++i, records += sizeof(T)) {
    for (const NarrowByte& narrow : kNarrowBytes<T>) {
      over |= static_cast<uint8_t>(records[narrow.offset]) > narrow.most;
    }
  }
  return !over;
}

template <typename T>
bool ProgramReader::Narrow(size_t at, size_t count) {
  if (AllNarrow<T>(bytes_.data() + at, count)) return true;
  for (size_t i = 0; i < count; ++i, at += sizeof(T)) {
    for (const NarrowByte& narrow : kNarrowBytes<T>) {
      const auto byte = static_cast<uint8_t>(bytes_[at + narrow.offset]);
      if (byte <= narrow.most) [[likely]] {
        continue;
      }
      const std::string shown = "byte " + std::to_string(byte);
      switch (narrow.use) {
        case ByteUse::Choice:
          Stop(at + narrow.offset,
               shown + " names nothing here: at most " + std::to_string(narrow.most) + " does");
          return false;
        case ByteUse::Flag:
          Stop(at + narrow.offset, shown + " is neither false nor true");
          return false;
        case ByteUse::Padding:
          Stop(at + narrow.offset, shown + " is not 0, and nothing stands there");
          return false;
      }
    }
  }
  return true;
}

template <typename T>
void ProgramReader::Section(std::string_view name, Table<T>& table) {
  if (error) return;
  section_ = name;
  const auto entry = At<SectionEntry>(entry_);
  const size_t begin = AlignSection(end_);
  if (entry.offset != begin) {
    return Stop(entry_, "it begins at byte " + std::to_string(entry.offset) + ", not at " +
                            std::to_string(begin));
  }
  const size_t left = begin <= bytes_.size() ? bytes_.size() - begin : 0;
  if (entry.count > left / sizeof(T)) {
    return Stop(entry_ + offsetof(SectionEntry, count),
                "a count of " + std::to_string(entry.count) + " does not fit into the " +
                    std::to_string(left) + " bytes that are left");
  }
  if (begin > bytes_.size()) return Stop(bytes_.size(), "the bytes end too early");
  if (!Zeros(end_, begin) || !Narrow<T>(begin, entry.count)) return;
  entry_ += sizeof entry;
  end_ = begin + entry.count * sizeof(T);
  if (entry.count == 0) return;
  const char* const first = bytes_.data() + begin;
  if (reinterpret_cast<uintptr_t>(first) % alignof(T) == 0) {
    table = Table<T>::Borrow({reinterpret_cast<const T*>(first), entry.count});
  } else {
    std::vector<T> copied(entry.count);
    std::memcpy(static_cast<void*>(copied.data()), first, entry.count * sizeof(T));
    table = Table<T>(std::move(copied));
  }
}

void ProgramReader::End() {
  if (error) return;
  section_ = {};
  const size_t end = AlignSection(end_);
  if (bytes_.size() < end) return Stop(bytes_.size(), "the bytes end too early");
  if (bytes_.size() > end) {
    return Stop(end, std::to_string(bytes_.size() - end) + " bytes follow the program");
  }
  (void)Zeros(end_, end);
}

void ProgramReader::Texts(std::string_view name, const StringTable& texts) {
  if (error) return;
  const Table<uint32_t>& starts = texts.starts;
  const std::string what(name);
  if (starts.empty() || starts[0] != 0) return StopAt(what + " 0", "it does not begin at byte 0");
  for (size_t i = 1; i < starts.size(); ++i) {
    if (starts[i] >= starts[i - 1]) [[likely]] {
      continue;
    }
    return StopAt(what + " " + std::to_string(i - 1), "it ends before it begins");
  }
  if (starts.back() == texts.bytes.size()) return;
  StopAt(what + " " + std::to_string(starts.size() - 1),
         "the texts end at byte " + std::to_string(starts.back()) + " of " +
             std::to_string(texts.bytes.size()));
}

void ProgramReader::Lists(const Program& program) {
  if (error) return;
  NextLists next;
  EachOwner(program, [&](std::string_view owner, const auto& owners) {
    for (size_t i = 0; i < owners.size() && !error; ++i) {
      EachList(owners[i], [&]<typename T>(TableRange<T> list) {
        uint32_t& first = static_cast<NextList<T>&>(next).first;
        const size_t size = (program.*ListTable<T>::table).size();
        if (list.first == first && list.count <= size - first) [[likely]] {
          first += list.count;
          return;
        }
        const std::string records = std::to_string(list.count) + " of the " + std::to_string(size) +
                                    " " + std::string(ListTable<T>::name);
        StopAt(std::string(owner) + " " + std::to_string(i),
               "its list of " + records + " begins at " + std::to_string(list.first) +
                   ", and the one before it ends at " + std::to_string(first));
      });
    }
  });
  const auto used = [&]<typename T>(const NextList<T>& end) {
    const size_t size = (program.*ListTable<T>::table).size();
    if (error || end.first == size) return;
    StopAt(std::string(ListTable<T>::name), "of " + std::to_string(size) + " records " +
                                                std::to_string(end.first) + " are in a list");
  };
  used.template operator()<uint32_t>(next);
  used.template operator()<PatternEntry>(next);
  used.template operator()<EvidenceSource>(next);
  used.template operator()<Grant>(next);
  used.template operator()<Band>(next);
  used.template operator()<Conjunct>(next);
}

}  // namespace

Result<Program> DecodeProgram(std::string_view bytes, const ProgramLimits& limits) {
  if (bytes.size() > limits.bytes) {
    return Fail(ErrorKind::Limit, "a program of " + std::to_string(bytes.size()) +
                                      " bytes is over the limit of " +
                                      std::to_string(limits.bytes));
  }
  ProgramReader reader(bytes);
  Program program;
  Table<ProgramHead> head;
  Table<char> semantics;
  reader.Header();
  reader.Section("head", head);
  reader.Section("semantics", semantics);
  EachTable(program, [&](std::string_view name, auto& table) { reader.Section(name, table); });
  reader.End();
  reader.Texts("string", program.strings);
  reader.Texts("text", program.texts);
  reader.Lists(program);
  if (!reader.error && head.size() != 1) {
    reader.error = Error{ErrorKind::BadProgram, "not one head", "head"};
  }
  if (reader.error) return std::unexpected(*reader.error);
  const ProgramHead& only = std::as_const(head)[0];
  program.fuel = only.fuel;
  program.sizes = only.sizes;
  program.covers = only.covers;
  program.semantics.assign(std::as_const(semantics).begin(), semantics.size());
  return program;
}

}  // namespace remit
