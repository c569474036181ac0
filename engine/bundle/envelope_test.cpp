#include "engine/bundle/envelope.h"

#include <catch2/catch.hpp>

#include "engine/base/dsse.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

SigningKey KeyOf(char seed) { return SigningKey(std::string(kKeyBytes, seed)); }

Envelope Signed(std::initializer_list<char> seeds) {
  Envelope envelope{"text/plain", "hello \xff", {}};
  for (const char seed : seeds) SignEnvelope(envelope, KeyOf(seed));
  return envelope;
}

TEST_CASE("an envelope is canonical JSON and comes back from it") {
  for (const Envelope& envelope : {Envelope{}, Signed({}), Signed({'a'}), Signed({'b', 'a'})}) {
    const std::string json = EncodeEnvelope(envelope);
    CHECK(DecodeEnvelope(json) == envelope);
    Arena arena;
    const Result<Value> value = ReadJson(arena, json);
    REQUIRE(value.has_value());
    CHECK(WriteCanonicalJson(*value).value_or("") == json);
  }
  CHECK(EncodeEnvelope({"text/plain", "hello", {{"k", "sig"}, {"", "s"}}}) ==
        R"({"payload":"aGVsbG8=","payloadType":"text/plain",)"
        R"("signatures":[{"keyid":"k","sig":"c2ln"},{"sig":"cw=="}]})");
}

TEST_CASE("a key signs type and payload, once") {
  Envelope envelope = Signed({'a'});
  CHECK(envelope.signatures ==
        std::vector<EnvelopeSignature>{{KeyId(PublicPart(KeyOf('a'))),
                                        Sign(KeyOf('a'), DssePae("text/plain", "hello \xff"))}});
  SignEnvelope(envelope, KeyOf('a'));
  CHECK(envelope == Signed({'a'}));
}

using Ids = std::vector<std::string>;

TEST_CASE("signers are the keys of which a signature holds, whatever the ids say") {
  const PublicKey a = PublicPart(KeyOf('a')), b = PublicPart(KeyOf('b'));
  const Ids both = {KeyId(b), KeyId(a)};
  CHECK(Signers(Signed({'a', 'b'}), std::vector{b, a, b}) == both);
  CHECK(Signers(Signed({'a'}), std::vector{a, b}) == Ids{KeyId(a)});
  CHECK(Signers(Signed({'a'}), std::vector{b}) == Ids{});
  CHECK(Signers(Signed({}), std::vector{a}) == Ids{});
  Envelope lies = Signed({'a'});
  lies.signatures[0].key_id = KeyId(b);
  CHECK(Signers(lies, std::vector{a, b}) == Ids{KeyId(a)});
  Envelope twice = Signed({'a'});
  twice.signatures.push_back({"", twice.signatures[0].bytes});
  CHECK(Signers(twice, std::vector{a}) == Ids{KeyId(a)});
  Envelope other_type = Signed({'a'});
  other_type.payload_type = "text/html";
  CHECK(Signers(other_type, std::vector{a}) == Ids{});
  Envelope other_payload = Signed({'a'});
  other_payload.payload += "!";
  CHECK(Signers(other_payload, std::vector{a}) == Ids{});
  Envelope raw = Signed({});
  raw.signatures.push_back({KeyId(a), Sign(KeyOf('a'), raw.payload)});  // without PAE
  CHECK(Signers(raw, std::vector{a}) == Ids{});
}

TEST_CASE("envelopes of others are read as the specification says") {
  const Envelope envelope{"t", "\xfb\xff", {{"", "\xfb"}}};
  for (const char* json : {
           R"({"payload":"+/8=","payloadType":"t","signatures":[{"sig":"+w=="}]})",
           R"({"payload":"-_8=","payloadType":"t","signatures":[{"sig":"-w=="}]})",
           R"({ "signatures": [{"more": [], "sig": "+w=="}], "payloadType": "t", "extra": 1,
                "payload": "+/8="})",
       }) {
    INFO(json);
    CHECK(DecodeEnvelope(json) == envelope);
  }
}

TEST_CASE("what is no envelope is refused with the member") {
  std::string many = R"({"payload":"","payloadType":"","signatures":[{"sig":""})";
  for (size_t i = 0; i < kMaxSignatures; ++i) many += R"(,{"sig":""})";
  struct Row {
    std::string json, where, message;
  };
  const Row rows[] = {
      {"", "byte 0", "expected a value before the end"},
      {"[]", "", "an envelope is an object"},
      {R"({"payload":"","signatures":[]})", "payloadType", "it is missing"},
      {R"({"payload":"","payloadType":1,"signatures":[]})", "payloadType", "it is no text"},
      {R"({"payloadType":"","signatures":[]})", "payload", "it is missing"},
      {R"({"payload":"a","payloadType":"","signatures":[]})", "payload", "it is not base64"},
      {R"({"payload":"YQ","payloadType":"","signatures":[]})", "payload", "it is not base64"},
      {R"({"payload":"YR==","payloadType":"","signatures":[]})", "payload", "it is not base64"},
      {R"({"payload":"+_8=","payloadType":"","signatures":[]})", "payload", "it is not base64"},
      {R"({"payload":"","payloadType":""})", "signatures", "it is missing"},
      {R"({"payload":"","payloadType":"","signatures":{}})", "signatures", "it is no list"},
      {R"({"payload":"","payloadType":"","signatures":[1]})", "signatures[0]", "it is no object"},
      {R"({"payload":"","payloadType":"","signatures":[{"keyid":"a"}]})", "signatures[0].sig",
       "it is missing"},
      {R"({"payload":"","payloadType":"","signatures":[{"keyid":1,"sig":""}]})",
       "signatures[0].keyid", "it is no text"},
      {many + "]}", "signatures", "there are more than 16"},
  };
  for (const Row& row : rows) {
    INFO(row.json);
    const Result<Envelope> envelope = DecodeEnvelope(row.json);
    REQUIRE_FALSE(envelope.has_value());
    CHECK(envelope.error().where == row.where);
    CHECK(envelope.error().message == row.message);
  }
  const Result<Envelope> twice =
      DecodeEnvelope(R"({"payload":"","payload":"","payloadType":"","signatures":[]})");
  REQUIRE_FALSE(twice.has_value());
}

}  // namespace
}  // namespace remit
