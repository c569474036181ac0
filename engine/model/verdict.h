// The three answers, in order of strictness.
#pragma once

#include <cstdint>
#include <string_view>

namespace remit {

enum class Verdict : uint8_t { Allow, Notify, Escalate };

std::string_view VerdictName(Verdict verdict);  // "allow"

}  // namespace remit
