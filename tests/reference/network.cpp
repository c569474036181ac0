#include "tests/reference/network.h"

#include <vector>

#include "tests/reference/operators.h"

namespace remit::reference {
namespace {

using enum ValueKind;

Value NoOverload(Arena& arena) { return Wrong(arena, EvalErrorCode::NoOverload); }
Value Bad(Arena& arena) { return Wrong(arena, EvalErrorCode::InvalidArgument); }

unsigned At(std::string_view octets, size_t i) { return static_cast<unsigned char>(octets[i]); }

std::vector<std::string_view> Parts(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

// Digits without a sign or a zero before others, up to `most`.
std::optional<unsigned> Decimal(std::string_view text, unsigned most) {
  if (text.empty() || text.size() > 3 || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  unsigned number = 0;
  for (char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    number = number * 10 + static_cast<unsigned>(c - '0');
  }
  if (number > most) return std::nullopt;
  return number;
}

std::optional<std::string> Version4(std::string_view text) {
  const std::vector<std::string_view> parts = Parts(text, '.');
  if (parts.size() != 4) return std::nullopt;
  std::string octets;
  for (std::string_view part : parts) {
    const std::optional<unsigned> octet = Decimal(part, 255);
    if (!octet) return std::nullopt;
    octets += static_cast<char>(*octet);
  }
  return octets;
}

// Groups of up to four hexadecimal digits, as two octets each; "" has none.
std::optional<std::string> Groups(std::string_view text) {
  if (text.empty()) return "";
  std::string octets;
  for (std::string_view part : Parts(text, ':')) {
    if (part.empty() || part.size() > 4) return std::nullopt;
    unsigned group = 0;
    for (char c : part) {
      const size_t digit = std::string_view("0123456789abcdefABCDEF").find(c);
      if (digit == std::string_view::npos) return std::nullopt;
      group = group * 16 + static_cast<unsigned>(digit > 15 ? digit - 6 : digit);
    }
    octets += static_cast<char>(group >> 8);
    octets += static_cast<char>(group & 0xff);
  }
  return octets;
}

// No dotted tail and no zone.
std::optional<std::string> Version6(std::string_view text) {
  const size_t gap = text.find("::");
  if (gap == std::string_view::npos) {
    std::optional<std::string> octets = Groups(text);
    return octets && octets->size() == 16 ? octets : std::nullopt;
  }
  const std::optional<std::string> before = Groups(text.substr(0, gap));
  const std::optional<std::string> after = Groups(text.substr(gap + 2));
  if (!before || !after || before->size() + after->size() > 14) return std::nullopt;
  return *before + std::string(16 - before->size() - after->size(), '\0') + *after;
}

const std::string kMapped = std::string(10, '\0') + "\xff\xff";  // ::ffff:0:0/96

// 4 or 16 octets. What IPv6 maps IPv4 to is the IPv4 address.
std::optional<std::string> Address(std::string_view text) {
  if (std::optional<std::string> octets = Version4(text)) return octets;
  std::optional<std::string> octets = Version6(text);
  if (octets && octets->starts_with(kMapped)) return octets->substr(12);
  return octets;
}

// The address and an octet that is the size of the prefix, which counts the bits of the address as
// it is written: of one that IPv6 maps IPv4 to, the 96 before the IPv4 address too.
std::optional<std::string> Range(std::string_view text) {
  const size_t slash = text.find('/');
  if (slash == std::string_view::npos) return std::nullopt;
  const std::optional<std::string> address = Address(text.substr(0, slash));
  if (!address) return std::nullopt;
  const bool colons = text.substr(0, slash).find(':') != std::string_view::npos;
  const std::optional<unsigned> prefix = Decimal(text.substr(slash + 1), colons ? 128 : 32);
  const unsigned before = colons && address->size() == 4 ? 96 : 0;
  if (!prefix || *prefix < before) return std::nullopt;
  return *address + static_cast<char>(*prefix - before);
}

std::string_view AddressOf(std::string_view range) { return range.substr(0, range.size() - 1); }
unsigned PrefixOf(std::string_view range) { return At(range, range.size() - 1); }

// The address with all bits after the first `bits` cleared.
std::string Mask(std::string_view address, unsigned bits) {
  std::string masked(address);
  for (size_t bit = bits; bit < address.size() * 8; ++bit) {
    masked[bit / 8] = static_cast<char>(At(masked, bit / 8) & ~(0x80u >> bit % 8));
  }
  return masked;
}

bool Holds(std::string_view range, std::string_view address) {
  return AddressOf(range).size() == address.size() &&
         Mask(AddressOf(range), PrefixOf(range)) == Mask(address, PrefixOf(range));
}

bool In(std::string_view address, std::string_view range) { return Holds(*Range(range), address); }

bool Is(FunctionId function, std::string_view address) {
  const auto any = [&](std::initializer_list<std::string_view> ranges) {
    for (std::string_view range : ranges) {
      if (In(address, range)) return true;
    }
    return false;
  };
  switch (function) {
    case FunctionId::IsUnspecified:
      return any({"0.0.0.0/32", "::/128"});
    case FunctionId::IsLoopback:
      return any({"127.0.0.0/8", "::1/128"});
    case FunctionId::IsLinkLocalUnicast:
      return any({"169.254.0.0/16", "fe80::/10"});
    case FunctionId::IsLinkLocalMulticast:
      return any({"224.0.0.0/24"}) ||
             (address.size() == 16 && At(address, 0) == 0xff && At(address, 1) % 16 == 2);
    default:  // a global unicast address is what has no other use
      return !any({"0.0.0.0/32", "::/128", "127.0.0.0/8", "::1/128", "169.254.0.0/16", "fe80::/10",
                   "224.0.0.0/4", "ff00::/8", "255.255.255.255/32"});
  }
}

Value OfText(Arena& arena, FunctionId function, std::string_view text) {
  const std::optional<std::string> address = Address(text), range = Range(text);
  switch (function) {
    case FunctionId::ToIp:
      return address ? MakeIp(arena.Copy(*address)) : Bad(arena);
    case FunctionId::IsIp:
      return MakeBool(address.has_value());
    case FunctionId::IsCanonical:
      return address ? MakeBool(AddressText(*address) == text) : Bad(arena);
    case FunctionId::ToCidr:
      return range ? MakeCidr(arena.Copy(*range)) : Bad(arena);
    case FunctionId::IsCidr:
      return MakeBool(range.has_value());
    default:
      return NoOverload(arena);
  }
}

Value OfRange(Arena& arena, FunctionId function, std::string_view range) {
  const std::string_view address = AddressOf(range);
  const unsigned prefix = PrefixOf(range);
  switch (function) {
    case FunctionId::ToIp:
      return MakeIp(address);
    case FunctionId::Masked:
      return MakeCidr(arena.Copy(Mask(address, prefix) + static_cast<char>(prefix)));
    case FunctionId::PrefixLength:
      return MakeInt(prefix);
    case FunctionId::IsMask:
      return MakeBool(Mask(address, prefix) == address);
    default:
      return NoOverload(arena);
  }
}

Value OfAddress(Arena& arena, FunctionId function, std::string_view address) {
  if (function == FunctionId::Family) return MakeInt(address.size() == 4 ? 4 : 6);
  if (function >= FunctionId::IsUnspecified && function <= FunctionId::IsLinkLocalMulticast) {
    return MakeBool(Is(function, address));
  }
  return NoOverload(arena);
}

// `c.containsIP(x)`, `c.containsCIDR(x)`: x may be text.
Value Within(Arena& arena, FunctionId function, const Value& range, const Value& other) {
  const bool of_ip = function == FunctionId::ContainsIp;
  const ValueKind wanted = of_ip ? Ip : Cidr;
  if (range.kind != Cidr || (other.kind != wanted && other.kind != String)) {
    return NoOverload(arena);
  }
  std::optional<std::string> octets(other.string());
  if (other.kind == String) octets = of_ip ? Address(other.string()) : Range(other.string());
  if (!octets) return Bad(arena);
  if (of_ip) return MakeBool(Holds(range.string(), *octets));
  return MakeBool(PrefixOf(range.string()) <= PrefixOf(*octets) &&
                  Holds(range.string(), AddressOf(*octets)));
}

std::string Text4(std::string_view octets) {
  std::string text;
  for (size_t i = 0; i < 4; ++i) text += (i ? "." : "") + std::to_string(At(octets, i));
  return text;
}

std::string Text6(std::string_view octets) {
  std::vector<std::string> groups;
  for (size_t i = 0; i < 16; i += 2) {
    std::string digits;
    for (unsigned group = At(octets, i) << 8 | At(octets, i + 1); group != 0; group /= 16) {
      digits = "0123456789abcdef"[group % 16] + digits;
    }
    groups.push_back(digits.empty() ? "0" : digits);
  }
  size_t first = 0, longest = 0;  // run of zeros; the first of equal ones
  for (size_t i = 0; i < 8; ++i) {
    size_t run = 0;
    while (i + run < 8 && groups[i + run] == "0") ++run;
    if (run > longest) {
      first = i;
      longest = run;
    }
  }
  const auto join = [&](size_t begin, size_t end) {
    std::string text;
    for (size_t i = begin; i < end; ++i) text += (i > begin ? ":" : "") + groups[i];
    return text;
  };
  if (longest < 2) return join(0, 8);  // a lone zero is written
  return join(0, first) + "::" + join(first + longest, 8);
}

}  // namespace

std::string AddressText(std::string_view octets) {
  if (octets.size() % 2 == 1) {
    return AddressText(AddressOf(octets)) + "/" + std::to_string(PrefixOf(octets));
  }
  return octets.size() == 4 ? Text4(octets) : Text6(octets);
}

Value CallNetwork(Arena& arena, FunctionId function, std::span<const Value> args) {
  if (function == FunctionId::ContainsIp || function == FunctionId::ContainsCidr) {
    return args.size() == 2 ? Within(arena, function, args[0], args[1]) : NoOverload(arena);
  }
  if (args.size() != 1) return NoOverload(arena);
  switch (args[0].kind) {
    case String:
      return OfText(arena, function, args[0].string());
    case Ip:
      return OfAddress(arena, function, args[0].string());
    case Cidr:
      return OfRange(arena, function, args[0].string());
    default:
      return NoOverload(arena);
  }
}

}  // namespace remit::reference
