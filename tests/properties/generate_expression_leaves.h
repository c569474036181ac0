// Literals and names, by type, and what functions want to be given. Private to
// generate_expression*.cpp.
#pragma once

#include <string>
#include <string_view>

#include "engine/program/function_id.h"
#include "tests/properties/choices.h"

namespace remit::properties {

// A value of the type with this name, of those without parameters; `vocabulary`: names of
// VocabularyItems may occur. Empty where there is no such type.
std::string ScalarLeaf(Choices& choices, std::string_view type, bool vocabulary);

// A text, number or list that argument `place` (the receiver is 0) of the function is made for;
// empty where any value of its type will do.
std::string Suited(Choices& choices, FunctionId function, size_t place);

}  // namespace remit::properties
