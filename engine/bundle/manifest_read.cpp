#include <algorithm>
#include <optional>
#include <span>
#include <utility>

#include "engine/base/escape.h"
#include "engine/bundle/manifest.h"
#include "engine/model/json_read.h"

namespace remit {
namespace {

// Reads member by member; the first mistake is kept, and what is read after it means nothing.
class Reader {
 public:
  void Refuse(const std::string& path, std::string why) {
    if (!error_) error_ = Error{ErrorKind::BadProgram, std::move(why), path};
  }

  // An object with these members and no others; `optional` may be left out.
  bool Object(const Value& value, const std::string& path,
              std::initializer_list<std::string_view> names, std::string_view optional = {}) {
    if (value.kind != ValueKind::Map) {
      Refuse(path, "it is no object");
      return false;
    }
    for (const std::string_view name : names) {
      if (FindMember(value, name) == nullptr) {
        Refuse(path + "." + std::string(name), "it is missing");
        return false;
      }
    }
    for (const MapEntry& entry : value.map()) {
      const std::string_view name = entry.key.string();
      if (name == optional || std::ranges::find(names, name) != names.end()) continue;
      Refuse(path + "." + EscapeText(name, 80), "nobody knows this member");
      return false;
    }
    return true;
  }

  std::string Text(const Value& value, const std::string& path) {
    if (value.kind != ValueKind::String || value.size == 0) {
      Refuse(path, "it is no text, or an empty one");
      return {};
    }
    return std::string(value.string());
  }

  uint64_t Number(const Value& value, const std::string& path) {
    if (value.kind != ValueKind::Int || value.integer < 0) {
      Refuse(path, "it is no whole number from 0");
      return 0;
    }
    return static_cast<uint64_t>(value.integer);
  }

  Digest DigestOf(const Value& value, const std::string& path) {
    const std::optional<Digest> digest =
        value.kind == ValueKind::String ? ParseDigest(value.string()) : std::nullopt;
    if (!digest) Refuse(path, "it is no digest: `sha256:` and 64 hexadecimal digits");
    return digest.value_or(Digest{});
  }

  // Each item with its path: "manifest.slots[3]".
  template <typename Read>
  void Each(const Value& value, const std::string& path, Read read) {
    if (value.kind != ValueKind::List) return Refuse(path, "it is no list");
    for (uint32_t i = 0; i < value.size && !error_; ++i) {
      read(value.list()[i], path + "[" + std::to_string(i) + "]");
    }
  }

  const std::optional<Error>& error() const { return error_; }

 private:
  std::optional<Error> error_;
};

const Value& MemberOf(const Value& object, std::string_view name) {
  return *FindMember(object, name);
}

void ReadLimits(Reader& reader, const Value& value, Manifest& into) {
  const std::string path = "manifest.limits";
  if (!reader.Object(value, path,
                     {"factBytes", "factValues", "fuel", "hits", "listElements", "textBytes"})) {
    return;
  }
  for (const auto& [name, number] : {std::pair{"factBytes", &into.sizes.total_bytes},
                                     {"factValues", &into.sizes.values},
                                     {"fuel", &into.fuel},
                                     {"hits", &into.sizes.hits},
                                     {"listElements", &into.sizes.elements},
                                     {"textBytes", &into.sizes.text_bytes}}) {
    *number = reader.Number(MemberOf(value, name), path + "." + name);
  }
}

void ReadPolicy(Reader& reader, const Value& value, const std::string& path, Manifest& into) {
  if (!reader.Object(value, path, {"name"}, "version")) return;
  ManifestPolicy& policy = into.policies.emplace_back();
  policy.name = reader.Text(MemberOf(value, "name"), path + ".name");
  if (const Value* version = FindMember(value, "version")) {
    policy.version = reader.Text(*version, path + ".version");
  }
}

void ReadSlot(Reader& reader, const Value& value, const std::string& path, Manifest& into) {
  if (!reader.Object(value, path, {"path", "type"})) return;
  into.slots.push_back({reader.Text(MemberOf(value, "path"), path + ".path"),
                        reader.Text(MemberOf(value, "type"), path + ".type")});
}

void ReadSource(Reader& reader, const Value& value, const std::string& path, Manifest& into) {
  if (!reader.Object(value, path, {"digest", "path"})) return;
  NamedDigest source{reader.Text(MemberOf(value, "path"), path + ".path"),
                     reader.DigestOf(MemberOf(value, "digest"), path + ".digest")};
  if (!into.sources.empty() && into.sources.back().name >= source.name) {
    reader.Refuse(path + ".path", "sources stand by path, each once");
  }
  into.sources.push_back(std::move(source));
}

void ReadTrust(Reader& reader, const Value& value, Manifest& into) {
  if (!reader.Object(value, "manifest.trust", {"keys"})) return;
  reader.Each(MemberOf(value, "keys"), "manifest.trust.keys",
              [&](const Value& key, const std::string& path) {
                const std::string id = DigestText(reader.DigestOf(key, path));
                if (!into.trusted.empty() && into.trusted.back() >= id) {
                  reader.Refuse(path, "keys stand by their ids, each once");
                }
                into.trusted.push_back(id);
              });
}

void ReadManifest(Reader& reader, const Value& value, Manifest& into) {
  if (!reader.Object(
          value, "manifest",
          {"limits", "policies", "program", "schema", "semantics", "slots", "sources", "trust"})) {
    return;
  }
  if (reader.Text(MemberOf(value, "schema"), "manifest.schema") != "remit.bundle/1") {
    reader.Refuse("manifest.schema", "it is not `remit.bundle/1`");
  }
  into.semantics = reader.Text(MemberOf(value, "semantics"), "manifest.semantics");
  ReadLimits(reader, MemberOf(value, "limits"), into);
  const Value& program = MemberOf(value, "program");
  if (reader.Object(program, "manifest.program", {"bytes", "digest"})) {
    into.program_bytes = reader.Number(MemberOf(program, "bytes"), "manifest.program.bytes");
    into.program_digest = reader.DigestOf(MemberOf(program, "digest"), "manifest.program.digest");
  }
  const auto each = [&](std::string_view name, auto read) {
    reader.Each(
        MemberOf(value, name), "manifest." + std::string(name),
        [&](const Value& item, const std::string& path) { read(reader, item, path, into); });
  };
  each("policies", ReadPolicy);
  each("slots", ReadSlot);
  each("sources", ReadSource);
  ReadTrust(reader, MemberOf(value, "trust"), into);
}

}  // namespace

Result<Manifest> DecodeManifest(std::string_view json, const JsonLimits& limits) {
  Arena arena;
  const Result<Value> value = ReadJson(arena, json, limits);
  if (!value) {
    return Fail(ErrorKind::BadProgram, value.error().message, "manifest: " + value.error().where);
  }
  Reader reader;
  Manifest manifest;
  ReadManifest(reader, *value, manifest);
  if (reader.error()) return std::unexpected(*reader.error());
  if (EncodeManifest(manifest) != json) {
    return Fail(ErrorKind::BadProgram, "it is not the canonical text of what it says", "manifest");
  }
  return manifest;
}

}  // namespace remit
