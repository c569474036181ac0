#include "cli/cel_text.h"

#include <fmt/format.h>

#include <cmath>

#include "engine/base/escape.h"
#include "engine/base/utf8.h"
#include "engine/model/ip_text.h"
#include "engine/model/json_write.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

std::string StringText(std::string_view text) {
  std::string out = "\"";
  for (size_t at = 0; at < text.size();) {
    const CodePoint c = DecodeUtf8(text, at);
    const size_t size = c.size == 0 ? 1 : c.size;
    const std::string_view written = text.substr(at, size);
    if (written == "\"" || written == "\\") {
      out += '\\';
      out += written;
    } else if (written == "\n") {
      out += "\\n";
    } else if (written == "\t") {
      out += "\\t";
    } else if (const std::string shown = EscapeText(written); shown != written) {
      out += c.value > 0xffff ? fmt::format("\\U{:08x}", static_cast<uint32_t>(c.value))
                              : fmt::format("\\u{:04x}", static_cast<uint32_t>(c.value));
    } else {
      out += written;
    }
    at += size;
  }
  return out + "\"";
}

std::string BytesText(std::string_view bytes) {
  std::string out = "b\"";
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (byte >= 0x20 && byte < 0x7f) {
      out += c;
    } else {
      out += fmt::format("\\x{:02x}", byte);
    }
  }
  return out + "\"";
}

std::string DoubleText(double value) {
  if (std::isnan(value)) return "double(\"NaN\")";
  if (std::isinf(value)) return value < 0 ? "double(\"-Infinity\")" : "double(\"Infinity\")";
  std::string text = FormatDouble(value);
  if (value == 0 && std::signbit(value)) text = "-0";
  return text.find_first_of(".e") == std::string::npos ? text + ".0" : text;
}

std::string ListText(const Value& list) {
  std::string out = "[";
  for (const Value& item : list.list()) out += (&item == list.items ? "" : ", ") + CelText(item);
  return out + "]";
}

std::string MapText(const Value& map) {
  std::string out = "{";
  for (const MapEntry& entry : map.map()) {
    out += (&entry == map.entries ? "" : ", ") + CelText(entry.key) + ": " + CelText(entry.value);
  }
  return out + "}";
}

std::string Called(std::string_view function, std::string_view text) {
  return fmt::format("{}(\"{}\")", function, text);
}

}  // namespace

std::string CelText(const Value& value) {
  switch (value.kind) {
    case ValueKind::Error:
      return "error";
    case ValueKind::Null:
      return "null";
    case ValueKind::Bool:
      return value.boolean ? "true" : "false";
    case ValueKind::Int:
      return std::to_string(value.integer);
    case ValueKind::Uint:
      return std::to_string(value.unsigned_integer) + "u";
    case ValueKind::Double:
      return DoubleText(value.real);
    case ValueKind::String:
      return StringText(value.string());
    case ValueKind::Bytes:
      return BytesText(value.string());
    case ValueKind::List:
      return ListText(value);
    case ValueKind::Map:
      return MapText(value);
    case ValueKind::Timestamp:
      return Called("timestamp", FormatTimestamp(value));
    case ValueKind::Duration:
      return Called("duration", FormatDuration(value));
    case ValueKind::Type:
      return std::string(ValueKindName(value.named));
    case ValueKind::Optional:
      return value.items == nullptr ? "optional.none()"
                                    : "optional.of(" + CelText(*value.items) + ")";
    case ValueKind::Ip:
      return Called("ip", FormatIp(value));
    case ValueKind::Cidr:
      return Called("cidr", FormatCidr(value));
    case ValueKind::Semver:
      return Called("semver", value.string());
  }
  return "error";
}

}  // namespace remit
