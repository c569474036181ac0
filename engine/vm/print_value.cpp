#include "engine/vm/print_value.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <string>
#include <vector>

#include "engine/base/escape.h"
#include "engine/model/ip_text.h"
#include "engine/model/time_text.h"

namespace remit {
namespace {

void PrintBytes(TextOut& out, std::string_view bytes, BadUtf8 bad) {
  if (bad == BadUtf8::Kept) return out.Put(bytes);
  for (;;) {
    const size_t good = ValidUtf8Prefix(bytes);
    out.Put(bytes.substr(0, good));
    if (good == bytes.size() || out.over()) return;
    out.Put("\xef\xbf\xbd");
    bytes.remove_prefix(good + 1);
  }
}

void PrintFinite(TextOut& out, double finite) {
  char text[32];  // "-d.ddddddddddddddddde-ddd"
  char* first = text;
  const auto [end, error] =
      std::to_chars(text, text + sizeof(text), finite, std::chars_format::scientific);
  if (*first == '-') {
    out.Put('-');
    ++first;
  }
  char* const e = std::find(first, end, 'e');
  const bool down = e[1] == '-';
  size_t power = 0;
  for (const char* digit = e + 2; digit != end; ++digit) {
    power = power * 10 + static_cast<size_t>(*digit - '0');
  }
  if (e - first > 1) {  // the digit before the point takes the place of the point
    first[1] = first[0];
    ++first;
  }
  const std::string_view digits(first, e);
  if (down) {
    out.Put("0.");
    out.Fill(power - 1, '0');
    out.Put(digits);
  } else if (digits.size() <= power + 1) {
    out.Put(digits);
    out.Fill(power + 1 - digits.size(), '0');
  } else {
    out.Put(digits.substr(0, power + 1));
    out.Put('.');
    out.Put(digits.substr(power + 1));
  }
}

std::string KeyText(const Value& key) {
  switch (key.kind) {
    case ValueKind::Bool:
      return key.boolean ? "true" : "false";
    case ValueKind::Int:
      return std::to_string(key.integer);
    case ValueKind::Uint:
      return std::to_string(key.unsigned_integer);
    default:
      return std::string(key.string());
  }
}

void PrintList(TextOut& out, std::span<const Value> items, BadUtf8 bad) {
  out.Put('[');
  for (size_t i = 0; i < items.size() && !out.over(); ++i) {
    if (i > 0) out.Put(", ");
    PrintValue(out, items[i], bad);
  }
  out.Put(']');
}

void PrintEntry(TextOut& out, bool first, const MapEntry& entry, BadUtf8 bad) {
  if (!first) out.Put(", ");
  PrintValue(out, entry.key, bad);
  out.Put(": ");
  PrintValue(out, entry.value, bad);
}

// Entries whose keys are not strings alone: what their keys print decides the order.
void PrintSorted(TextOut& out, std::span<const MapEntry> entries, BadUtf8 bad) {
  std::vector<std::pair<std::string, const MapEntry*>> sorted;
  for (const MapEntry& entry : entries) {
    sorted.emplace_back(KeyText(entry.key), &entry);
  }
  // The places in the map decide between keys of one text.
  std::ranges::sort(sorted);
  for (size_t i = 0; i < sorted.size() && !out.over(); ++i) {
    PrintEntry(out, i == 0, *sorted[i].second, bad);
  }
}

void PrintMap(TextOut& out, std::span<const MapEntry> entries, BadUtf8 bad) {
  out.Put('{');
  // Keys are ascending, strings last: if the first is a string, all are, and in their order.
  const bool strings = entries.empty() || entries[0].key.kind == ValueKind::String;
  if (!strings && !out.counts_only()) {  // no order changes how long the text is
    PrintSorted(out, entries, bad);
  } else {
    for (size_t i = 0; i < entries.size() && !out.over(); ++i) {
      PrintEntry(out, i == 0, entries[i], bad);
    }
  }
  out.Put('}');
}

void PrintOptional(TextOut& out, const Value* held, BadUtf8 bad) {
  if (held == nullptr) return out.Put("optional.none()");
  out.Put("optional.of(");
  PrintValue(out, *held, bad);
  out.Put(')');
}

}  // namespace

void PrintDouble(TextOut& out, double value) {
  if (std::isnan(value)) return out.Put("NaN");
  if (std::isinf(value)) return out.Put(value < 0 ? "-Infinity" : "Infinity");
  PrintFinite(out, value);
}

void PrintValue(TextOut& out, const Value& value, BadUtf8 bad) {
  switch (value.kind) {
    case ValueKind::Error:
      return out.Put("{error}");
    case ValueKind::Null:
      return out.Put("null");
    case ValueKind::Bool:
      return out.Put(value.boolean ? "true" : "false");
    case ValueKind::Int:
      return out.Put(std::to_string(value.integer));
    case ValueKind::Uint:
      return out.Put(std::to_string(value.unsigned_integer));
    case ValueKind::Double:
      return PrintDouble(out, value.real);
    case ValueKind::String:
    case ValueKind::Semver:
      return out.Put(value.string());
    case ValueKind::Bytes:
      return PrintBytes(out, value.string(), bad);
    case ValueKind::List:
      return PrintList(out, value.list(), bad);
    case ValueKind::Map:
      return PrintMap(out, value.map(), bad);
    case ValueKind::Timestamp:
      return out.Put(FormatTimestamp(value));
    case ValueKind::Duration:
      return out.Put(FormatDuration(value));
    case ValueKind::Ip:
      return out.Put(FormatIp(value));
    case ValueKind::Cidr:
      return out.Put(FormatCidr(value));
    case ValueKind::Type:
      return out.Put(ValueKindName(value.named));
    case ValueKind::Optional:
      return PrintOptional(out, value.items, bad);
  }
}

}  // namespace remit
