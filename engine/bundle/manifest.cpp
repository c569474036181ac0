// Made from a program, and compared with one. Reading it is manifest_read.cpp.
#include "engine/bundle/manifest.h"

#include "engine/base/escape.h"
#include "engine/model/json_write.h"
#include "engine/program/words.h"

namespace remit {
namespace {

std::string SlotPath(const Program& program, const Slot& slot) {
  std::string path(SlotRootWord(slot.root));
  for (const StringId member : program.ids[slot.members]) {
    path += '.';
    path += program.strings[member];
  }
  return path;
}

// Element types have smaller indices: this comes to an end.
std::string TypeText(const Program& program, uint32_t type) {
  const FactType& fact = program.types[type];
  const std::string name(FactKindName(fact.kind));
  const bool holds = fact.kind == FactKind::List || fact.kind == FactKind::Map;
  return holds ? name + "<" + TypeText(program, fact.element) + ">" : name;
}

// The members of one object, as they come: the caller names them in RFC 8785's order.
class ObjectText {
 public:
  ObjectText& Raw(std::string_view name, std::string_view json) {
    text_ += text_.empty() ? '{' : ',';
    AppendJsonString(text_, name);
    text_ += ':';
    text_ += json;
    return *this;
  }
  ObjectText& Text(std::string_view name, std::string_view value) {
    std::string json;
    AppendJsonString(json, value);
    return Raw(name, json);
  }
  ObjectText& Number(std::string_view name, uint64_t value) {
    return Raw(name, std::to_string(value));
  }
  std::string Close() const { return text_ + "}"; }

 private:
  std::string text_;
};

template <typename T, typename Write>
std::string ListText(const std::vector<T>& items, Write write) {
  std::string text = "[";
  for (const T& item : items) {
    if (text.size() > 1) text += ',';
    text += write(item);
  }
  return text + "]";
}

std::string PolicyText(const ManifestPolicy& policy) {
  ObjectText object;
  object.Text("name", policy.name);
  if (!policy.version.empty()) object.Text("version", policy.version);
  return object.Close();
}

std::unexpected<Error> Differs(std::string member) {
  return Fail(ErrorKind::BadProgram, "the program says otherwise", "manifest." + std::move(member));
}

// The first index at which two lists differ, in place of the whole.
template <typename T>
Result<void> SameList(const std::vector<T>& said, const std::vector<T>& is,
                      const std::string& name) {
  for (size_t i = 0; i < said.size() && i < is.size(); ++i) {
    if (said[i] != is[i]) return Differs(name + "[" + std::to_string(i) + "]");
  }
  if (said.size() != is.size()) return Differs(name);
  return {};
}

}  // namespace

Manifest DescribeProgram(const Program& program, std::string_view bytes) {
  Manifest manifest;
  manifest.semantics = program.semantics;
  manifest.fuel = program.fuel;
  manifest.sizes = program.sizes;
  for (const Policy& policy : program.policies) {
    ManifestPolicy& said = manifest.policies.emplace_back();
    said.name = program.strings[policy.name];
    if (policy.version != kNone) said.version = program.strings[policy.version];
  }
  for (const Slot& slot : program.slots) {
    manifest.slots.push_back({SlotPath(program, slot), TypeText(program, slot.type)});
  }
  manifest.program_digest = Sha256(bytes);
  manifest.program_bytes = bytes.size();
  return manifest;
}

std::string EncodeManifest(const Manifest& manifest) {
  const std::string limits = ObjectText()
                                 .Number("factBytes", manifest.sizes.total_bytes)
                                 .Number("factValues", manifest.sizes.values)
                                 .Number("fuel", manifest.fuel)
                                 .Number("hits", manifest.sizes.hits)
                                 .Number("listElements", manifest.sizes.elements)
                                 .Number("textBytes", manifest.sizes.text_bytes)
                                 .Close();
  const std::string program = ObjectText()
                                  .Number("bytes", manifest.program_bytes)
                                  .Text("digest", DigestText(manifest.program_digest))
                                  .Close();
  const std::string slots = ListText(manifest.slots, [](const ManifestSlot& slot) {
    return ObjectText().Text("path", slot.path).Text("type", slot.type).Close();
  });
  const std::string sources = ListText(manifest.sources, [](const NamedDigest& source) {
    return ObjectText().Text("digest", DigestText(source.digest)).Text("path", source.name).Close();
  });
  const std::string keys = ListText(manifest.trusted, [](const std::string& key) {
    std::string text;
    AppendJsonString(text, key);
    return text;
  });
  return ObjectText()
      .Raw("limits", limits)
      .Raw("policies", ListText(manifest.policies, PolicyText))
      .Raw("program", program)
      .Text("schema", "remit.bundle/1")
      .Text("semantics", manifest.semantics)
      .Raw("slots", slots)
      .Raw("sources", sources)
      .Raw("trust", ObjectText().Raw("keys", keys).Close())
      .Close();
}

Result<void> CheckAgrees(const Manifest& manifest, const Program& program) {
  const Manifest is = DescribeProgram(program, {});
  if (manifest.semantics != is.semantics) return Differs("semantics");
  if (manifest.fuel != is.fuel) return Differs("limits.fuel");
  if (manifest.sizes.elements != is.sizes.elements) return Differs("limits.listElements");
  if (manifest.sizes.text_bytes != is.sizes.text_bytes) return Differs("limits.textBytes");
  if (manifest.sizes.values != is.sizes.values) return Differs("limits.factValues");
  if (manifest.sizes.total_bytes != is.sizes.total_bytes) return Differs("limits.factBytes");
  if (manifest.sizes.hits != is.sizes.hits) return Differs("limits.hits");
  if (auto same = SameList(manifest.policies, is.policies, "policies"); !same) return same;
  return SameList(manifest.slots, is.slots, "slots");
}

}  // namespace remit
