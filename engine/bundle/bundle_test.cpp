#include "engine/bundle/bundle.h"

#include <catch2/catch.hpp>

#include "engine/base/base64.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"
#include "engine/program/encode.h"
#include "tests/support/bundle_example.h"
#include "tests/support/golden.h"
#include "tests/support/record_example.h"

namespace remit {
namespace {

// The same in every run: a policy with a version, slots of several types, two sources.
Program WholeProgram() {
  return ProgramBuilder::Build([](ProgramBuilder& b) {
    Policy& policy = b.AddPolicy("delivery", {"lead"});
    policy.version = b.Text("1.2");
    Rule& rule = b.AddRule(RuleKind::Threshold, "spend");
    rule.measure = b.Read("context.cost");
    rule.applies = b.Read("context.real");
    rule.bands =
        b.Bands({{Bound::Above, b.Give(b.Int(10)), kNone, {}, b.Do(Verdict::Notify, {"team"})}});
  });
}

Bundle WholeBundle(const Program& program = WholeProgram()) {
  return MakeBundle(program, {{{"a.remit", Sha256("a")}, {"lib/b.remit", Sha256("b")}},
                              {KeyId(PublicPart(ExampleKey()))}});
}

std::string SignedFile(Bundle bundle) {
  SignBundle(bundle, ExampleKey());
  return EncodeBundle(bundle);
}

// What a host that trusts the example's key says of a file: "loaded", or the place and the reason.
std::string Say(const std::string& file, const ProgramLimits& limits = {}) {
  const auto said = [](const Error& error) {
    return (error.where.empty() ? "" : error.where + ": ") + error.message;
  };
  Result<Bundle> bundle = DecodeBundle(HeldBytes::Copy(file), limits);
  if (!bundle) return said(bundle.error());
  const auto signers = CheckSigned(*bundle, std::vector{PublicPart(ExampleKey())});
  if (!signers) return said(signers.error());
  const Result<Engine> engine = LoadEngine(*std::move(bundle), limits);
  return engine ? "loaded" : said(engine.error());
}

TEST_CASE("a bundle's file comes back as the bundle and loads") {
  for (const bool is_signed : {false, true}) {
    Bundle made = WholeBundle();
    if (is_signed) SignBundle(made, ExampleKey());
    const std::string file = EncodeBundle(made);
    Result<Bundle> read = DecodeBundle(HeldBytes::Copy(file));
    REQUIRE(read.has_value());
    CHECK(read->envelope == made.envelope);
    CHECK(read->manifest == made.manifest);
    CHECK(read->digest == made.digest);
    CHECK(read->program == EncodeProgram(WholeProgram()));
    CHECK(reinterpret_cast<uintptr_t>(read->program.data()) % 64 == 0);
    CHECK(EncodeBundle(*read) == file);
    const Result<Engine> engine = LoadEngine(*std::move(read));
    REQUIRE(engine.has_value());
    CHECK(engine->digest() == made.digest);
    CHECK(engine->manifest() == made.envelope.payload);
  }
}

TEST_CASE("the manifest is canonical JSON and says what the program is") {
  const Bundle bundle = WholeBundle();
  const std::string digest = DigestText(Sha256(bundle.program));
  CHECK(
      bundle.envelope.payload ==
      R"({"limits":{"factBytes":262144,"factValues":10000,"fuel":)" +
          std::to_string(WholeProgram().fuel) +
          R"(,"hits":1000,"listElements":1000,"textBytes":4096},)"
          R"("policies":[{"name":"delivery","version":"1.2"}],)"
          R"("program":{"bytes":)" +
          std::to_string(bundle.program.size()) + R"(,"digest":")" + digest +
          R"("},"schema":"remit.bundle/1","semantics":")" + std::string(EngineSemantics()) +
          R"(","slots":[{"path":"context.cost","type":"any"},{"path":"context.real","type":"any"}],)"
          R"("sources":[{"digest":")" +
          DigestText(Sha256("a")) + R"(","path":"a.remit"},{"digest":")" + DigestText(Sha256("b")) +
          R"(","path":"lib/b.remit"}],"trust":{"keys":[")" + KeyId(PublicPart(ExampleKey())) +
          R"("]}})");
  Arena arena;
  const Result<Value> value = ReadJson(arena, bundle.envelope.payload);
  REQUIRE(value.has_value());
  CHECK(WriteCanonicalJson(*value).value_or("") == bundle.envelope.payload);
}

TEST_CASE("neither the order of sources and keys nor a signature changes the digest") {
  const std::vector<std::string> keys = {DigestText(Sha256("x")), DigestText(Sha256("y"))};
  const Bundle one = MakeBundle(
      WholeProgram(), {{{"a", Sha256("a")}, {"b", Sha256("b")}}, {keys[0], keys[1], keys[0]}});
  Bundle other =
      MakeBundle(WholeProgram(), {{{"b", Sha256("b")}, {"a", Sha256("a")}}, {keys[1], keys[0]}});
  CHECK(EncodeBundle(one) == EncodeBundle(other));
  SignBundle(other, ExampleKey());
  CHECK(one.digest == other.digest);
  CHECK(SignedFile(WholeBundle()) == SignedFile(WholeBundle()));
}

// `file` with `bytes` in place of those at `at`.
std::string With(std::string file, size_t at, std::string_view bytes) {
  return file.replace(at, bytes.size(), bytes);
}

TEST_CASE("a file damaged in its head is refused with the field") {
  const std::string file = SignedFile(WholeBundle());
  const size_t envelope = static_cast<uint8_t>(file[12]) + 256u * static_cast<uint8_t>(file[13]);
  const size_t end = 32 + envelope;
  const size_t begin = (end + 63) / 64 * 64;
  REQUIRE(end < begin);
  const auto text = [](size_t number) { return std::to_string(number); };
  struct Row {
    std::string file, said;
  };
  const std::string no_bundle = "byte 0: this is no bundle: it does not begin with `REMITBDL`";
  const Row rows[] = {
      {"", no_bundle},
      {With(file, 7, "X"), no_bundle},
      {std::string(file.substr(begin)), no_bundle},
      {file.substr(0, 31), "byte 31: the bytes end in the head"},
      {With(file, 8, "\x02"), "byte 8: the format is 2; this engine reads 1"},
      {With(file, 11, "\x01"), "byte 8: the format is 16777217; this engine reads 1"},
      {With(file, 15, "\x7f"), "byte 12: the envelope has " + text(envelope + (0x7fu << 24)) +
                                   " bytes, and " + text(file.size() - 32) + " are left"},
      {With(file, 16, "\x01"), "byte 16: the program begins at " + text(begin - begin % 256 + 1) +
                                   " and not at " + text(begin) + ", after the envelope"},
      {With(file, 23, "\xff"), "byte 16: the program begins at " + text(begin + (0xffull << 56)) +
                                   " and not at " + text(begin) + ", after the envelope"},
      {With(file, 31, "\xff"), "byte 24: the program has " +
                                   text(file.size() - begin + (0xffull << 56)) +
                                   " bytes; the limit is 268435456"},
      {file.substr(0, file.size() - 1), "byte 24: the program has " + text(file.size() - begin) +
                                            " bytes, and " + text(file.size() - begin - 1) +
                                            " are left"},
      {file.substr(0, begin - 1),
       "byte 24: the program has " + text(file.size() - begin) + " bytes, and 0 are left"},
      {file + '\0', "byte " + text(file.size()) + ": something follows the program"},
      {With(file, end, "\x01"),
       "byte " + text(end) + ": the padding before the program is not zero"},
      {With(file, begin - 1, " "),
       "byte " + text(begin - 1) + ": the padding before the program is not zero"},
      {With(file, begin + 40, "\x7f"), "manifest.program.digest: the program has another digest"},
      {With(file, 32, "["), "envelope: byte 10: expected `,` or `]`, found `:`"},
  };
  CHECK(Say(file) == "loaded");
  for (const Row& row : rows) CHECK(Say(row.file) == row.said);
  for (size_t size = 0; size < file.size(); ++size) CHECK(Say(file.substr(0, size)) != "loaded");
}

TEST_CASE("no byte of a signed file can be changed") {
  const std::string file = SignedFile(WholeBundle());
  for (size_t at = 0; at < file.size(); ++at) {
    for (const int change : {0x01, 0x80}) {
      std::string damaged = file;
      damaged[at] = static_cast<char>(damaged[at] ^ change);
      INFO("byte " << at);
      CHECK(Say(damaged) != "loaded");
    }
  }
}

// A file around any envelope.
std::string FileOf(const std::string& envelope, std::string_view program) {
  Bundle bundle;
  bundle.program = program;
  std::string file = EncodeBundle(bundle).substr(0, 32);
  const size_t begin = (32 + envelope.size() + 63) / 64 * 64;
  for (size_t i = 0; i < 4; ++i) file[12 + i] = static_cast<char>(envelope.size() >> (8 * i));
  for (size_t i = 0; i < 4; ++i) file[16 + i] = static_cast<char>(begin >> (8 * i));
  file += envelope;
  file.resize(begin);
  return file += program;
}

TEST_CASE("a damaged envelope is refused with the member") {
  Bundle bundle = WholeBundle();
  const auto file_of = [&](auto change) {
    Bundle changed = WholeBundle();
    SignBundle(changed, ExampleKey());
    change(changed.envelope);
    return EncodeBundle(changed);
  };
  const std::string id = KeyId(PublicPart(ExampleKey()));
  SignBundle(bundle, ExampleKey());
  const std::string json = EncodeEnvelope(bundle.envelope);
  const std::string signed_by_b = [&] {
    Bundle other = WholeBundle();
    SignBundle(other, SigningKey(std::string(kKeyBytes, 'b')));
    return EncodeBundle(other);
  }();
  struct Row {
    std::string file, said;
  };
  const Row rows[] = {
      {FileOf(json, bundle.program), "loaded"},
      {FileOf(" " + json, bundle.program),
       "envelope: it is not the canonical text of what it says"},
      {FileOf(json.substr(0, json.size() - 1) + ",\"x\":1}", bundle.program),
       "envelope: it is not the canonical text of what it says"},
      {FileOf("{}", bundle.program), "envelope: payloadType: it is missing"},
      {file_of([](Envelope& e) { e.payload_type = "application/vnd.in-toto+json"; }),
       "envelope: payloadType: the payload is no manifest: its type is not "
       "`application/vnd.remit.bundle-manifest+json`"},
      {file_of([](Envelope& e) { e.payload += " "; }),
       "manifest: it is not the canonical text of what it says"},
      {file_of([](Envelope& e) { e.payload = ""; }),
       "manifest: byte 0: expected a value before the end"},
      {file_of([](Envelope& e) { e.signatures[0].bytes.pop_back(); }),
       "envelope: signatures[0].sig: an Ed25519 signature has 64 bytes"},
      {file_of([](Envelope& e) { e.signatures[0].bytes[5] ^= 1; }),
       "the signature by the key " + id + " does not hold"},
      {file_of([](Envelope& e) { e.signatures.clear(); }), "the bundle is not signed"},
      {file_of([](Envelope& e) { e.signatures[0].bytes = Sign(ExampleKey(), e.payload); }),
       "the signature by the key " + id + " does not hold"},
      {signed_by_b, "none of the keys that are trusted signed the bundle; it says it was " +
                        KeyId(PublicPart(SigningKey(std::string(kKeyBytes, 'b'))))},
      {file_of([](Envelope& e) { e.signatures[0] = {"", std::string(64, 'x')}; }),
       "none of the keys that are trusted signed the bundle"},
      {file_of([](Envelope& e) { e.signatures[0].key_id = "someone"; }),
       "the signature by the key " + id + " names another key"},
      {file_of([](Envelope& e) { e.signatures[0].key_id = ""; }),
       "the signature by the key " + id + " names another key"},
      // Of a key that nobody trusts nothing is known.
      {file_of([](Envelope& e) {
         e.signatures.insert(e.signatures.begin(), {"other", std::string(64, 'x')});
       }),
       "loaded"},
  };
  for (const Row& row : rows) CHECK(Say(row.file) == row.said);
}

TEST_CASE("each member of a manifest, damaged and signed, is refused with its name") {
  const std::string text = WholeBundle().envelope.payload;
  const std::string fuel = std::to_string(WholeProgram().fuel);
  const std::string size = std::to_string(WholeBundle().program.size());
  const std::string other = DigestText(Sha256("other"));
  struct Row {
    std::string from, to, said;
  };
  const std::string a = DigestText(Sha256("a"));
  const std::string key = KeyId(PublicPart(ExampleKey()));
  const Row rows[] = {
      {"\"limits\"", "\"limit\"", "manifest.limits: it is missing"},
      {"\"trust\"", "\"more\":1,\"trust\"", "manifest.more: nobody knows this member"},
      {"remit.bundle/1", "remit.bundle/2", "manifest.schema: it is not `remit.bundle/1`"},
      {"2+tzdata", "3+tzdata", "manifest.semantics: the program says otherwise"},
      {"\"factBytes\":262144", "\"factBytes\":1",
       "manifest.limits.factBytes: the program says otherwise"},
      {"\"factValues\":10000", "\"factValues\":1",
       "manifest.limits.factValues: the program says otherwise"},
      {"\"fuel\":" + fuel, "\"fuel\":7", "manifest.limits.fuel: the program says otherwise"},
      {"\"fuel\":" + fuel, "\"fuel\":-1", "manifest.limits.fuel: it is no whole number from 0"},
      {"\"fuel\":" + fuel, "\"fuel\":1.5", "manifest.limits.fuel: it is no whole number from 0"},
      {"\"fuel\":" + fuel, "\"fuel\":\"1\"", "manifest.limits.fuel: it is no whole number from 0"},
      {"\"hits\":1000", "\"hits\":1", "manifest.limits.hits: the program says otherwise"},
      {"\"listElements\":1000", "\"listElements\":1",
       "manifest.limits.listElements: the program says otherwise"},
      {"\"textBytes\":4096", "\"textBytes\":1",
       "manifest.limits.textBytes: the program says otherwise"},
      {"\"textBytes\":4096", "\"textBytes\":4096,\"x\":1",
       "manifest.limits.x: nobody knows this member"},
      {"\"name\":\"delivery\"", "\"name\":\"other\"",
       "manifest.policies[0]: the program says otherwise"},
      {"\"name\":\"delivery\"", "\"name\":\"\"",
       "manifest.policies[0].name: it is no text, or an empty one"},
      {"\"version\":\"1.2\"", "\"version\":\"1.3\"",
       "manifest.policies[0]: the program says otherwise"},
      {",\"version\":\"1.2\"", "", "manifest.policies[0]: the program says otherwise"},
      {"\"version\":\"1.2\"", "\"version\":\"\"",
       "manifest.policies[0].version: it is no text, or an empty one"},
      {"\"1.2\"}]", "\"1.2\"},{\"name\":\"x\"}]", "manifest.policies: the program says otherwise"},
      {"{\"name\":\"delivery\",\"version\":\"1.2\"}", "1", "manifest.policies[0]: it is no object"},
      {"[{\"name\":\"delivery\",\"version\":\"1.2\"}]", "{}", "manifest.policies: it is no list"},
      {"\"bytes\":" + size, "\"bytes\":1",
       "manifest.program.bytes: the program has " + size + " bytes"},
      {DigestText(Sha256(WholeBundle().program)), other,
       "manifest.program.digest: the program has another digest"},
      {DigestText(Sha256(WholeBundle().program)), "sha256:00",
       "manifest.program.digest: it is no digest: `sha256:` and 64 hexadecimal digits"},
      {"context.cost", "context.cast", "manifest.slots[0]: the program says otherwise"},
      {"\"context.cost\",\"type\":\"any\"", "\"context.cost\",\"type\":\"int\"",
       "manifest.slots[0]: the program says otherwise"},
      {",{\"path\":\"context.real\",\"type\":\"any\"}", "",
       "manifest.slots: the program says otherwise"},
      {"\"digest\":\"" + a, "\"digest\":\"sha1:00",
       "manifest.sources[0].digest: it is no digest: `sha256:` and 64 hexadecimal digits"},
      {"a.remit", "z.remit", "manifest.sources[1].path: sources stand by path, each once"},
      {"lib/b.remit", "a.remit", "manifest.sources[1].path: sources stand by path, each once"},
      {"\"path\":\"a.remit\"", "\"name\":\"a.remit\"", "manifest.sources[0].path: it is missing"},
      {"[\"" + key + "\"]", "[1]",
       "manifest.trust.keys[0]: it is no digest: `sha256:` and 64 hexadecimal digits"},
      {"[\"" + key + "\"]", "[\"" + key + "\",\"" + key + "\"]",
       "manifest.trust.keys[1]: keys stand by their ids, each once"},
      {"{\"keys\":[\"" + key + "\"]}", "[]", "manifest.trust: it is no object"},
      {"{\"limits\"", "{ \"limits\"", "manifest: it is not the canonical text of what it says"},
      {"delivery", "deliver\\u0079", "manifest: it is not the canonical text of what it says"},
      {"\"schema\"", "\"limits\":{},\"schema\"", ""},
  };
  for (const Row& row : rows) {
    INFO(row.from << " -> " << row.to);
    std::string changed = text;
    const size_t at = changed.find(row.from);
    REQUIRE(at != std::string::npos);
    changed.replace(at, row.from.size(), row.to);
    Bundle bundle = WholeBundle();
    bundle.envelope.payload = changed;
    const std::string said = Say(SignedFile(std::move(bundle)));
    if (row.said.empty()) {
      CHECK(said.starts_with("manifest: byte "));  // the reader of JSON has its own tests
    } else {
      CHECK(said == row.said);
    }
  }
  // What no program knows: another signer's word, and loads.
  std::string other_source = text;
  other_source.replace(other_source.find(a), a.size(), other);
  Bundle bundle = WholeBundle();
  bundle.envelope.payload = other_source;
  CHECK(Say(SignedFile(std::move(bundle))) == "loaded");
}

TEST_CASE("a program that the verifier refuses is refused in a bundle, too") {
  Program program = WholeProgram();
  program.rules[0].measure = 1000;
  const std::string said = Say(SignedFile(WholeBundle(program)));
  CHECK(said.starts_with("program: "));
  ProgramLimits limits;
  limits.bytes = 100;
  CHECK(Say(SignedFile(WholeBundle()), limits) == "byte 24: the program has " +
                                                      std::to_string(WholeBundle().program.size()) +
                                                      " bytes; the limit is 100");
}

// The head as docs/bundle-format.md shows it.
std::string HeadText(const std::string& file) {
  const auto number = [&](size_t at) {
    return std::to_string(static_cast<uint8_t>(file[at]) +
                          256 * static_cast<uint8_t>(file[at + 1]));
  };
  const std::pair<size_t, std::string> fields[] = {{8, "`REMITBDL`"},
                                                   {4, "format 1"},
                                                   {4, "envelope: " + number(12) + " bytes"},
                                                   {8, "program: begins at byte " + number(16)},
                                                   {8, "program: " + number(24) + " bytes"}};
  std::string text;
  size_t at = 0;
  for (const auto& [size, meaning] : fields) {
    std::string line;
    for (size_t i = 0; i < size; ++i) line += ToHex(file.substr(at++, 1)) + " ";
    line.resize(25, ' ');
    text += (text.empty() ? "" : "\n") + line + "; " + meaning;
  }
  return text;
}

TEST_CASE("the worked example of docs/bundle-format.md is what the code makes") {
  const Bundle bundle = ExampleBundle();
  const std::string file = EncodeBundle(bundle);
  const char* page = "docs/bundle-format.md";
  CheckFence(page, "hex head", HeadText(file));
  CheckFence(page, "json envelope", EncodeEnvelope(bundle.envelope));
  CheckFence(page, "json manifest", bundle.envelope.payload);
  CheckFence(page, "text digest", DigestText(bundle.digest));
  CheckFence(page, "text key",
             PublicKeyPem(PublicPart(ExampleKey())) + KeyId(PublicPart(ExampleKey())));
  CHECK(Say(file) == "loaded");
}

}  // namespace
}  // namespace remit
