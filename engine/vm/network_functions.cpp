// IP addresses and ranges: CEL's `network` extension. A range never holds anything of the other
// family; an IPv4 address that IPv6 maps is the IPv4 address (engine/model/ip_text.h).
#include <algorithm>
#include <optional>
#include <string>

#include "engine/base/escape.h"
#include "engine/model/ip_text.h"
#include "engine/vm/function_rows.h"

namespace remit {
namespace {

Value NoAddress(Eval& eval, std::string_view text, std::string_view wanted) {
  return Failure(eval.arena, EvalErrorCode::InvalidArgument,
                 {"`", EscapeText(text, 60), "` is no ", wanted});
}

Value ParseIp(Eval& eval, std::string_view text) {
  const std::optional<std::string> octets = ReadIp(text);
  return octets ? MakeIp(eval.arena.Copy(*octets)) : NoAddress(eval, text, "IP address");
}

Value ParseCidr(Eval& eval, std::string_view text) {
  const std::optional<std::string> octets = ReadCidr(text);
  return octets ? MakeCidr(eval.arena.Copy(*octets)) : NoAddress(eval, text, "CIDR");
}

unsigned Octet(std::string_view octets, size_t i) { return static_cast<unsigned char>(octets[i]); }

std::string_view AddressOf(const Value& cidr) {
  return cidr.string().substr(0, cidr.string().size() - 1);
}
unsigned PrefixOf(const Value& cidr) { return Octet(cidr.string(), cidr.size - 1); }

// Octet `i` of an address, cut to its first `prefix` bits.
unsigned MaskedOctet(std::string_view octets, size_t i, unsigned prefix) {
  const unsigned before = static_cast<unsigned>(i) * 8;
  if (prefix >= before + 8) return Octet(octets, i);
  if (prefix <= before) return 0;
  return Octet(octets, i) & (0xff00u >> (prefix - before) & 0xff);
}

bool SamePrefix(std::string_view a, std::string_view b, unsigned prefix) {
  if (a.size() != b.size()) return false;
  for (size_t i = 0; i < a.size(); ++i) {
    if (MaskedOctet(a, i, prefix) != MaskedOctet(b, i, prefix)) return false;
  }
  return true;
}

std::string Masked(const Value& cidr) {
  std::string octets;
  for (size_t i = 0; i + 1 < cidr.size; ++i) {
    octets += static_cast<char>(MaskedOctet(cidr.string(), i, PrefixOf(cidr)));
  }
  octets += cidr.string().back();
  return octets;
}

bool IsUnspecified(std::string_view ip) {
  return std::ranges::all_of(ip, [](char octet) { return octet == 0; });
}

bool IsLoopback(std::string_view ip) {
  if (ip.size() == 4) return Octet(ip, 0) == 127;
  return IsUnspecified(ip.substr(0, 15)) && Octet(ip, 15) == 1;
}

bool IsLinkLocalUnicast(std::string_view ip) {
  if (ip.size() == 4) return Octet(ip, 0) == 169 && Octet(ip, 1) == 254;
  return Octet(ip, 0) == 0xfe && (Octet(ip, 1) & 0xc0) == 0x80;
}

// Of IPv6 the scope counts (RFC 4291, 2.7), not the flags beside it.
bool IsLinkLocalMulticast(std::string_view ip) {
  if (ip.size() == 4) return Octet(ip, 0) == 224 && Octet(ip, 1) == 0 && Octet(ip, 2) == 0;
  return Octet(ip, 0) == 0xff && (Octet(ip, 1) & 0x0f) == 2;
}

bool IsMulticast(std::string_view ip) {
  return ip.size() == 4 ? (Octet(ip, 0) & 0xf0) == 0xe0 : Octet(ip, 0) == 0xff;
}

bool IsGlobalUnicast(std::string_view ip) {
  const bool broadcast = ip == "\xff\xff\xff\xff";
  return !broadcast && !IsUnspecified(ip) && !IsLoopback(ip) && !IsMulticast(ip) &&
         !IsLinkLocalUnicast(ip);
}

bool TakesText(FunctionId function) {
  return function == FunctionId::ToIp || function == FunctionId::ToCidr ||
         function == FunctionId::IsIp || function == FunctionId::IsCidr ||
         function == FunctionId::IsCanonical;
}

Value OfText(Eval& eval, FunctionId function, Arguments arguments) {
  if (!TakesText(function)) return NoOverload(eval.arena, function, arguments);
  if (!eval.fuel.Charge(ByteFuel(arguments[0].size))) return OutOfFuelError();
  const std::string_view text = arguments[0].string();
  switch (function) {
    case FunctionId::ToIp:
      return ParseIp(eval, text);
    case FunctionId::ToCidr:
      return ParseCidr(eval, text);
    case FunctionId::IsIp:
      return MakeBool(ReadIp(text).has_value());
    case FunctionId::IsCidr:
      return MakeBool(ReadCidr(text).has_value());
    default: {
      const Value ip = ParseIp(eval, text);
      return ip.is_error() ? ip : MakeBool(FormatIp(ip) == text);
    }
  }
}

Value OfIp(Eval& eval, FunctionId function, Arguments arguments) {
  const std::string_view ip = arguments[0].string();
  switch (function) {
    case FunctionId::Family:
      return MakeInt(ip.size() == 4 ? 4 : 6);
    case FunctionId::IsUnspecified:
      return MakeBool(IsUnspecified(ip));
    case FunctionId::IsLoopback:
      return MakeBool(IsLoopback(ip));
    case FunctionId::IsGlobalUnicast:
      return MakeBool(IsGlobalUnicast(ip));
    case FunctionId::IsLinkLocalUnicast:
      return MakeBool(IsLinkLocalUnicast(ip));
    case FunctionId::IsLinkLocalMulticast:
      return MakeBool(IsLinkLocalMulticast(ip));
    default:
      return NoOverload(eval.arena, function, arguments);
  }
}

Value OfCidr(Eval& eval, FunctionId function, Arguments arguments) {
  const Value& cidr = arguments[0];
  switch (function) {
    case FunctionId::ToIp:
      return MakeIp(AddressOf(cidr));
    case FunctionId::Masked:
      return MakeCidr(eval.arena.Copy(Masked(cidr)));
    case FunctionId::PrefixLength:
      return MakeInt(PrefixOf(cidr));
    case FunctionId::IsMask:
      return MakeBool(Masked(cidr) == cidr.string());
    default:
      return NoOverload(eval.arena, function, arguments);
  }
}

// What a range may hold is given as a value or as its text.
Value Contains(Eval& eval, FunctionId function, Arguments arguments) {
  const bool ip = function == FunctionId::ContainsIp;
  if (arguments.size() != 2 || arguments[0].kind != ValueKind::Cidr ||
      (arguments[1].kind != ValueKind::String &&
       arguments[1].kind != (ip ? ValueKind::Ip : ValueKind::Cidr))) {
    return NoOverload(eval.arena, function, arguments);
  }
  const Value& cidr = arguments[0];
  Value other = arguments[1];
  if (other.kind == ValueKind::String) {
    if (!eval.fuel.Charge(ByteFuel(other.size))) return OutOfFuelError();
    other = ip ? ParseIp(eval, other.string()) : ParseCidr(eval, other.string());
    if (other.is_error()) return other;
  }
  const unsigned prefix = PrefixOf(cidr);
  if (ip) return MakeBool(SamePrefix(AddressOf(cidr), other.string(), prefix));
  return MakeBool(PrefixOf(other) >= prefix &&
                  SamePrefix(AddressOf(cidr), AddressOf(other), prefix));
}

}  // namespace

Value CallNetworkFunction(Eval& eval, FunctionId function, Arguments arguments) {
  if (function == FunctionId::ContainsIp || function == FunctionId::ContainsCidr) {
    return Contains(eval, function, arguments);
  }
  if (arguments.size() != 1) return NoOverload(eval.arena, function, arguments);
  switch (arguments[0].kind) {
    case ValueKind::String:
      return OfText(eval, function, arguments);
    case ValueKind::Ip:
      return OfIp(eval, function, arguments);
    case ValueKind::Cidr:
      return OfCidr(eval, function, arguments);
    default:
      return NoOverload(eval.arena, function, arguments);
  }
}

}  // namespace remit
