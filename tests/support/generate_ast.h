// Whole policy files as trees, of every form that the parser can give: what the printer and the
// parser are held against each other with.
#pragma once

#include "dsl/ast/file.h"
#include "tests/properties/choices.h"

namespace remit {

// A tree that the parser accepts, every declaration complete, places left out. Draws from `choices`
// in an order that does not depend on the compiler; no numbers left give the simplest file.
ast::File MakeFile(properties::Choices& choices);

}  // namespace remit
