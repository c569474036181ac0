// Random policies, expressions and actions over one small vocabulary.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "tests/properties/choices.h"

namespace remit::properties {

enum class Wanted { Bool, Int, Double, String, List, Map, Timestamp, Duration, Optional, Any };

// A CEL expression over the vocabulary, mostly of the wanted type; now and then one that errs, and
// now and then one that the checker refuses.
std::string MakeExpression(Choices& choices, Wanted wanted, int depth);

// How what an expression is made of fits together.
enum class Fitting {
  Typed,      // everything is of the type that is asked for
  Dynamic,    // or, as `dyn(…)`, of any other
  Unchecked,  // or of any other as it is; nothing is named that only a policy declares
};

// An expression of any type in which everything that the language has may occur, each function by
// the overloads of functions.def.
std::string MakeWhole(Choices& choices, Fitting fitting, int depth);

// A policy in pieces whose order means nothing.
struct PolicyText {
  std::string header;  // `policy NAME …`
  std::vector<std::string> items;
  bool declares = false;  // authority or a default, outside shadow
  std::string Text(bool reversed) const;
};

// The declarations of the vocabulary: types, facts, params, defines, patterns.
std::vector<std::string> VocabularyItems();

// `must_declare`: it says who may do what, so that a bundle with it compiles.
PolicyText MakePolicy(Choices& choices, const std::string& name, bool must_declare);

// An action's JSON: `reversed` writes the members of every object the other way round.
std::string MakeActionJson(Choices choices, bool reversed);

// An action's text as others write it, for the vocabulary of SlotProgram (tests/support): all that
// JSON allows, and now and then what it does not.
std::string MakeActionText(Choices& choices);

}  // namespace remit::properties
