#include "engine/bundle/envelope.h"

#include <algorithm>
#include <optional>
#include <set>
#include <utility>

#include "engine/base/base64.h"
#include "engine/base/dsse.h"
#include "engine/model/json_read.h"
#include "engine/model/json_write.h"

namespace remit {
namespace {

std::unexpected<Error> Refuse(std::string message, std::string where) {
  return Fail(ErrorKind::BadInput, std::move(message), std::move(where));
}

Result<std::string> TextOf(const Value& object, std::string_view name, const std::string& where) {
  const Value* value = FindMember(object, name);
  if (value == nullptr) return Refuse("it is missing", where);
  if (value->kind != ValueKind::String) return Refuse("it is no text", where);
  return std::string(value->string());
}

// Standard or URL-safe, padded, and the one text that these bytes have in that alphabet.
Result<std::string> BytesOf(const Value& object, std::string_view name, const std::string& where) {
  Result<std::string> text = TextOf(object, name, where);
  if (!text) return text;
  if (!text->contains('+') && !text->contains('/')) {
    std::ranges::replace(*text, '-', '+');
    std::ranges::replace(*text, '_', '/');
  }
  std::optional<std::string> bytes = DecodeBase64(*text);
  if (!bytes || EncodeBase64(*bytes) != *text) return Refuse("it is not base64", where);
  return *std::move(bytes);
}

Result<EnvelopeSignature> SignatureOf(const Value& object, const std::string& where) {
  if (object.kind != ValueKind::Map) return Refuse("it is no object", where);
  EnvelopeSignature signature;
  if (FindMember(object, "keyid") != nullptr) {
    Result<std::string> key_id = TextOf(object, "keyid", where + ".keyid");
    if (!key_id) return std::unexpected(key_id.error());
    signature.key_id = *std::move(key_id);
  }
  Result<std::string> bytes = BytesOf(object, "sig", where + ".sig");
  if (!bytes) return std::unexpected(bytes.error());
  signature.bytes = *std::move(bytes);
  return signature;
}

}  // namespace

std::string EncodeEnvelope(const Envelope& envelope) {
  std::string json = "{\"payload\":\"" + EncodeBase64(envelope.payload) + "\",\"payloadType\":";
  AppendJsonString(json, envelope.payload_type);
  json += ",\"signatures\":[";
  for (const EnvelopeSignature& signature : envelope.signatures) {
    json += json.ends_with('[') ? "{" : ",{";
    if (!signature.key_id.empty()) {
      json += "\"keyid\":";
      AppendJsonString(json, signature.key_id);
      json += ",";
    }
    json += "\"sig\":\"" + EncodeBase64(signature.bytes) + "\"}";
  }
  return json + "]}";
}

Result<Envelope> DecodeEnvelope(std::string_view json, const JsonLimits& limits) {
  Arena arena;
  const Result<Value> object = ReadJson(arena, json, limits);
  if (!object) return Refuse(object.error().message, object.error().where);
  if (object->kind != ValueKind::Map) return Refuse("an envelope is an object", "");
  Envelope envelope;
  for (const auto& [name, into] :
       {std::pair{"payloadType", &envelope.payload_type}, {"payload", &envelope.payload}}) {
    Result<std::string> text =
        into == &envelope.payload ? BytesOf(*object, name, name) : TextOf(*object, name, name);
    if (!text) return std::unexpected(text.error());
    *into = *std::move(text);
  }
  const Value* signatures = FindMember(*object, "signatures");
  if (signatures == nullptr) return Refuse("it is missing", "signatures");
  if (signatures->kind != ValueKind::List) return Refuse("it is no list", "signatures");
  if (signatures->size > kMaxSignatures) {
    return Refuse("there are more than " + std::to_string(kMaxSignatures), "signatures");
  }
  for (uint32_t i = 0; i < signatures->size; ++i) {
    Result<EnvelopeSignature> signature =
        SignatureOf(signatures->list()[i], "signatures[" + std::to_string(i) + "]");
    if (!signature) return std::unexpected(signature.error());
    envelope.signatures.push_back(*std::move(signature));
  }
  return envelope;
}

void SignEnvelope(Envelope& envelope, const SigningKey& key) {
  const std::string id = KeyId(PublicPart(key));
  std::erase_if(envelope.signatures, [&](const auto& old) { return old.key_id == id; });
  envelope.signatures.push_back({id, Sign(key, DssePae(envelope.payload_type, envelope.payload))});
}

std::vector<std::string> Signers(const Envelope& envelope, std::span<const PublicKey> keys) {
  const std::string message = DssePae(envelope.payload_type, envelope.payload);
  std::set<PublicKey> tried;
  std::vector<std::string> signers;
  for (const PublicKey& key : keys) {
    if (!tried.insert(key).second) continue;
    const bool signed_by = std::ranges::any_of(
        envelope.signatures,
        [&](const EnvelopeSignature& one) { return Verify(key, message, one.bytes); });
    if (signed_by) signers.push_back(KeyId(key));
  }
  return signers;
}

}  // namespace remit
