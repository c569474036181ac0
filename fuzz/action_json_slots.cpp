// Any bytes as an action, for one program: read in one pass they give every slot what the tree of
// values gives it, and nothing is accepted that ReadAction refuses.
#include <cstdint>
#include <string_view>

#include "engine/base/check.h"
#include "tests/support/slot_agreement.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto program = remit::SlotProgram();
  static remit::SlotReader reader(*program);
  const remit::SlotReading reading =
      reader.Read(std::string_view(reinterpret_cast<const char*>(data), size));
  REMIT_CHECK(!reading.difference, reading.difference->c_str());
  return 0;
}
