// DSSE v1.0.2's pre-authentication encoding: what a signature over a payload really signs, so that
// the payload's type is part of it and no bytes mean two things.
// (github.com/secure-systems-lab/dsse, protocol.md; the envelope is engine/bundle/envelope.h)
#pragma once

#include <string>
#include <string_view>

namespace remit {

// `DSSEv1 SP LEN(type) SP type SP LEN(body) SP body`; LEN counts bytes, in decimal.
inline std::string DssePae(std::string_view payload_type, std::string_view body) {
  std::string out = "DSSEv1 " + std::to_string(payload_type.size()) + " ";
  out += payload_type;
  out += " " + std::to_string(body.size()) + " ";
  out += body;
  return out;
}

}  // namespace remit
