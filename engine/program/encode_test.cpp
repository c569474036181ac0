#include "engine/program/encode.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/program/layout.h"
#include "engine/program/narrow_bytes.h"
#include "engine/program/verify.h"
#include "tests/support/sample_programs.h"

namespace remit {
namespace {

std::string Refusal(std::string_view bytes, const ProgramLimits& limits = {}) {
  const Result<Program> program = DecodeProgram(bytes, limits);
  return program ? "decoded" : program.error().where + ": " + program.error().message;
}

TEST_CASE("decoding is the inverse of encoding") {
  for (const Program& program : {Program{}, TinyProgram(), SampleProgram()}) {
    const std::string bytes = EncodeProgram(program);
    const Result<Program> decoded = DecodeProgram(bytes);
    REQUIRE(decoded);
    CHECK(*decoded == program);
    CHECK(EncodeProgram(*decoded) == bytes);
  }
}

// Fills a program's tables from a stream of bytes, zeros when it is used up.
class Filler {
 public:
  explicit Filler(const std::vector<uint8_t>& bytes) : bytes_(bytes) {}

  void Fill(Program& program) {
    program.fuel = Byte();
    program.covers = Byte();
    for (size_t length = Byte() % 6; length > 0; --length) {
      program.semantics += static_cast<char>(Byte());
    }
    Texts(program.strings);
    Texts(program.texts);
    EachTable(program, [&]<typename T>(std::string_view, Table<T>& table) {
      if (!table.empty() || std::is_same_v<T, char>) return;  // those of the texts
      for (size_t records = Byte() % 4; records > 0; --records) table.push_back(Record<T>());
    });
    EachOwner(program, [&](std::string_view, auto& owners) {
      for (auto& owner : owners) {
        EachList(owner, [&]<typename T>(TableRange<T>& list) {
          const size_t size = (program.*ListTable<T>::table).size();
          list.count = static_cast<uint32_t>(Byte() % (size + 1));
          list.first = static_cast<uint32_t>(Byte() % (size - list.count + 1));
        });
      }
    });
    PackLists(program);
  }

 private:
  void Texts(StringTable& texts) {
    for (size_t count = Byte() % 4; count > 0; --count) {
      std::string text;
      for (size_t length = Byte() % 6; length > 0; --length) text += static_cast<char>(Byte());
      texts.push_back(text);
    }
  }
  template <typename T>
  T Record() {
    std::array<uint8_t, sizeof(T)> bytes;
    for (uint8_t& byte : bytes) byte = Byte();
    for (const NarrowByte& narrow : kNarrowBytes<T>) {
      bytes[narrow.offset] = static_cast<uint8_t>(bytes[narrow.offset] % (narrow.most + 1));
    }
    T record;
    std::memcpy(static_cast<void*>(&record), bytes.data(), sizeof record);
    if constexpr (std::is_same_v<T, PatternEntry>) record.entropy = Byte();  // no NaN
    return record;
  }

  uint8_t Byte() { return at_ < bytes_.size() ? bytes_[at_++] : uint8_t{0}; }
  const std::vector<uint8_t>& bytes_;
  size_t at_ = 0;
};

TEST_CASE("any program comes back from its bytes") {
  const bool holds = rc::check([] {
    const auto bytes = *rc::gen::container<std::vector<uint8_t>>(rc::gen::arbitrary<uint8_t>());
    Program program;
    Filler(bytes).Fill(program);
    const std::string encoded = EncodeProgram(program);
    const Result<Program> decoded = DecodeProgram(encoded);
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == program);
    (void)VerifyProgram(program);  // nonsense is refused, not run into
  });
  CHECK(holds);
}

TEST_CASE("bytes that do not begin where a program may are copied") {
  const std::string bytes = EncodeProgram(SampleProgram());
  for (size_t shift = 0; shift < 8; ++shift) {
    const std::string shifted = std::string(shift, 'x') + bytes;
    const Result<Program> decoded = DecodeProgram(std::string_view(shifted).substr(shift));
    REQUIRE(decoded);
    CHECK(*decoded == SampleProgram());
  }
}

TEST_CASE("a program that is copied or changed does not need its bytes") {
  Program copied;
  {
    const std::string bytes = EncodeProgram(SampleProgram());
    Result<Program> decoded = DecodeProgram(bytes);
    REQUIRE(decoded);
    copied = *decoded;
    decoded->rules[0].shadow = true;
    CHECK_FALSE(*decoded == SampleProgram());
    CHECK(EncodeProgram(SampleProgram()) == bytes);
  }
  CHECK(copied == SampleProgram());
}

TEST_CASE("every truncation is refused") {
  const std::string bytes = EncodeProgram(SampleProgram());
  for (size_t length = 0; length < bytes.size(); ++length) {
    CHECK_FALSE(DecodeProgram(std::string_view(bytes).substr(0, length)));
  }
}

// What is decoded says the same bytes again, and the verifier judges it without harm.
TEST_CASE("a program with one byte changed is refused or is another program") {
  const std::string bytes = EncodeProgram(SampleProgram());
  size_t decoded = 0;
  size_t accepted = 0;
  for (size_t at = 0; at < bytes.size(); ++at) {
    for (const int change : {0x01, 0x80, 0xff}) {
      std::string changed = bytes;
      changed[at] = static_cast<char>(changed[at] ^ change);
      const Result<Program> program = DecodeProgram(changed);
      if (!program) continue;
      ++decoded;
      REQUIRE(EncodeProgram(*program) == changed);
      if (VerifyProgram(*program)) ++accepted;
    }
  }
  CHECK(decoded > bytes.size());
  CHECK(accepted > 0);
  CHECK(accepted < decoded / 2);
}

// Offsets in the tiny program: the directory from 16, the head from 224, the semantics' 29 bytes
// from 280, the strings' starts from 312, the types from 344, the constants from 352, the rules
// from 424.
TEST_CASE("bytes that are no program are refused with the reason") {
  struct Case {
    size_t at;
    std::string bytes;  // written over what stands there
    std::string refusal;
  };
  const std::string tiny = EncodeProgram(TinyProgram());
  const Case cases[] = {
      {0, "remit", "byte 0: this is no compiled program: it does not begin with `REMITPRG`"},
      {8, "\x03", "byte 8: program format 3 is not 2, the one that this engine reads"},
      {12, "\x05", "byte 12: 5 sections, where the format has 26"},
      {16, "\xe8", "byte 16: it begins at byte 232, not at 224, in the section `head`"},
      {20, std::string(1, '\0'),
       "byte 24: it begins at byte 280, not at 224, in the section `semantics`"},
      {28, "\xff\xff\xff\xff",
       "byte 28: a count of 4294967295 does not fit into the 376 bytes that are left, in the "
       "section `semantics`"},
      {309, "\x01", "byte 309: a byte between sections is not 0, in the section `string starts`"},
      {312, "\x01", "string 0: it does not begin at byte 0"},
      {316, "\x09", "string 1: it ends before it begins"},
      {324, "\x0c", "string 3: the texts end at byte 12 of 11"},
      {344, "\x0b",
       "byte 344: byte 11 names nothing here: at most 10 does, in the section `types`"},
      {345, "\x01", "byte 345: byte 1 names nothing here: at most 0 does, in the section `types`"},
      {353, "\x01",
       "byte 353: byte 1 is not 0, and nothing stands there, in the section `constants`"},
      {433, "\x02", "byte 433: byte 2 is neither false nor true, in the section `rules`"},
      {436, "\x01",
       "rule 0: its list of 0 of the 0 ids begins at 1, and the one before it ends at 0"},
      {440, "\x01",
       "rule 0: its list of 1 of the 0 ids begins at 0, and the one before it ends at 0"},
  };
  for (const Case& one : cases) {
    std::string bytes = tiny;
    bytes.replace(one.at, one.bytes.size(), one.bytes);
    CHECK(Refusal(bytes) == one.refusal);
  }
  CHECK(Refusal(tiny + "x") == "byte 656: 1 bytes follow the program");
  CHECK(Refusal("") == "byte 0: this is no compiled program: it does not begin with `REMITPRG`");
  CHECK(Refusal("REMITPRG") == "byte 8: the bytes end too early");
}

TEST_CASE("a record that no list has is refused") {
  Program program = TinyProgram();
  program.texts = {"true"};
  program.rule_notes[0].conjuncts = program.conjuncts.Add({{0, 0}});
  std::string bytes = EncodeProgram(program);
  CHECK(Refusal(bytes) == "decoded");
  bytes[632 + offsetof(RuleNotes, conjuncts) + 4] = 0;  // the notes lie from 632
  CHECK(Refusal(bytes) == "conjuncts: of 1 records 0 are in a list");
}

TEST_CASE("a program over the limit is not read") {
  const std::string tiny = EncodeProgram(TinyProgram());
  ProgramLimits limits;
  limits.bytes = tiny.size();
  CHECK(Refusal(tiny, limits) == "decoded");
  limits.bytes = 99;
  const Result<Program> refused = DecodeProgram(tiny, limits);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().kind == ErrorKind::Limit);
  CHECK(refused.error().message ==
        "a program of " + std::to_string(tiny.size()) + " bytes is over the limit of 99");
}

// The hex columns of the page's example: everything between "```hex" and "```" up to each line's
// two spaces and semicolon.
std::string BytesOfExample() {
  std::ifstream page(std::filesystem::path(REMIT_SOURCE_DIR) / "docs/program-format.md");
  REQUIRE(page.good());
  std::string bytes;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) inside = line == "```hex";
    if (!inside || line.starts_with("```")) continue;
    std::istringstream digits(line.substr(0, line.find(';')));
    for (std::string byte; digits >> byte;) {
      bytes += static_cast<char>(std::stoi(byte, nullptr, 16));
    }
  }
  return bytes;
}

TEST_CASE("the worked example of docs/program-format.md is the tiny program") {
  CHECK(BytesOfExample() == EncodeProgram(TinyProgram()));
}

}  // namespace
}  // namespace remit
