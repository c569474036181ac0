#include "engine/program/semantics.h"

#include <string>

#include "engine/model/unicode.h"
#include "engine/model/zones.h"

namespace remit {

std::string_view EngineSemantics() {
  static const std::string id = "2+tzdata-" + std::string(ZoneTableVersion()) + "+unicode-" +
                                std::string(UnicodeTableVersion());
  return id;
}

}  // namespace remit
