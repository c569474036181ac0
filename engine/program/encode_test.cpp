#include "engine/program/encode.h"

#include <rapidcheck.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "engine/program/byte_reader.h"
#include "engine/program/layout.h"
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

// Layout's third Io: fills every member from a stream of bytes, zeros when it is used up.
class Filler {
 public:
  template <typename T>
  using Ref = T&;

  explicit Filler(const std::vector<uint8_t>& bytes) : bytes_(bytes) {}

  template <typename T>
  void Number(T& value) {
    uint64_t bits = 0;
    for (size_t i = 0; i < sizeof(T); ++i) bits = bits << 8 | Byte();
    value = static_cast<T>(bits);
  }
  template <typename T>
  void Choice(T& value, T last) {
    value = static_cast<T>(Byte() % (static_cast<unsigned>(last) + 1));
  }
  void Flag(bool& value) { value = (Byte() & 1) != 0; }
  void Real(double& value) { value = Byte() / 16.0; }  // NaN would differ from itself
  void Text(std::string& text) {
    for (size_t length = Byte() % 6; length > 0; --length) text += static_cast<char>(Byte());
  }
  template <typename T>
  void Each(std::vector<T>& items) {
    items.resize(Byte() % 4);
    for (T& item : items) Layout(*this, item);
  }
  template <typename Part>
  void Section(std::string_view, Part part) {
    part();
  }

 private:
  uint8_t Byte() { return at_ < bytes_.size() ? bytes_[at_++] : uint8_t{0}; }
  const std::vector<uint8_t>& bytes_;
  size_t at_ = 0;
};

TEST_CASE("any program comes back from its bytes") {
  const bool holds = rc::check([] {
    const auto bytes = *rc::gen::container<std::vector<uint8_t>>(rc::gen::arbitrary<uint8_t>());
    Program program;
    Filler filler(bytes);
    Layout(filler, program);
    const Result<Program> decoded = DecodeProgram(EncodeProgram(program));
    RC_ASSERT(decoded.has_value());
    RC_ASSERT(*decoded == program);
    (void)VerifyProgram(program);  // nonsense is refused, not run into
  });
  CHECK(holds);
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

// Offsets in the tiny program: 12 the head's length, 101 the strings' length, 105 their count.
TEST_CASE("bytes that are no program are refused with the reason") {
  struct Case {
    size_t at;
    std::string bytes;  // written over what stands there
    std::string refusal;
  };
  const std::string tiny = EncodeProgram(TinyProgram());
  const Case cases[] = {
      {0, "remit", "byte 0: this is no compiled program: it does not begin with `REMITPRG`"},
      {8, "\x02", "byte 12: program format 2 is not 1, the one that this engine reads"},
      {12, "\x56", "byte 101: 1 bytes are left over, in the section `head`"},
      {12, "\x54", "byte 97: the bytes end too early: 4 wanted, 3 left, in the section `head`"},
      {12, "\xff\xff\xff\xff",
       "byte 16: the bytes end too early: 4294967295 wanted, " + std::to_string(tiny.size() - 16) +
           " left, in the section `head`"},
      {105, "\x06",
       "byte 105: a count of 6 does not fit into the 21 bytes that are left, in the section "
       "`strings`"},
      {105, "\xff\xff\xff\xff",
       "byte 105: a count of 4294967295 does not fit into the 21 bytes that are left, in the "
       "section `strings`"},
      {109, "\x70",
       "byte 113: the bytes end too early: 112 wanted, 17 left, in the section `strings`"},
      {138, "\x0b",
       "byte 138: byte 11 names nothing here: at most 10 does, in the section `types`"},
  };
  for (const Case& one : cases) {
    std::string bytes = tiny;
    bytes.replace(one.at, one.bytes.size(), one.bytes);
    CHECK(Refusal(bytes) == one.refusal);
  }
  CHECK(Refusal(tiny + "x") ==
        "byte " + std::to_string(tiny.size()) + ": 1 bytes follow the program");
  CHECK(Refusal("") == "byte 0: the bytes end too early: 8 wanted, 0 left");
}

TEST_CASE("a flag is one of two bytes") {
  Program program = TinyProgram();
  program.policies[0].shadow = true;
  const std::string with = EncodeProgram(program);
  std::string bytes = EncodeProgram(TinyProgram());
  const size_t at = static_cast<size_t>(std::ranges::mismatch(with, bytes).in1 - with.begin());
  bytes[at] = 2;
  CHECK(Refusal(bytes) == "byte " + std::to_string(at) +
                              ": byte 2 is neither false nor true, in the section `policies`");
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
