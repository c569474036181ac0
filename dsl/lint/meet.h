// Small questions about patterns and expressions that several lints ask.
#pragma once

#include <string_view>

#include "dsl/check/typed.h"

namespace remit {

// Whether some action name is covered by both patterns.
bool PatternsMeet(std::string_view a, std::string_view b);

// Whether two nodes read the same thing in the same words.
bool SameExpression(const typed::Bundle& bundle, typed::NodeId a, typed::NodeId b);

}  // namespace remit
