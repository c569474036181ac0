// Makes expressions of wanted types out of everything the language has: the overloads of
// functions.def as they stand in their table, operators, macros, literals. Whatever is made is a
// member expression: parenthesised where it has to be. Private to generate_expression*.cpp.
#pragma once

#include <string>
#include <vector>

#include "engine/program/function_table.h"
#include "tests/properties/choices.h"
#include "tests/properties/generate.h"
#include "tests/properties/generate_expression_types.h"

namespace remit::properties {

class ExpressionMaker {
 public:
  ExpressionMaker(Choices& choices, Fitting fitting) : c_(choices), fitting_(fitting) {}

  std::string Of(const CelType& wanted, int depth);
  std::string Of(std::string_view wanted, int depth) { return Of(ReadType(wanted), depth); }

  CelType AnyType(int depth);

 private:
  struct Local {
    std::string name;
    CelType type;
    bool operator==(const Local&) const = default;
  };
  // What was made before, and what it may read.
  struct Made {
    CelType type;
    std::string text;
    std::vector<Local> locals;
  };

  std::string Leaf(const CelType& wanted);
  std::string LocalOf(const CelType& wanted);
  std::string Again(const CelType& wanted);
  std::string Call(const CelType& wanted, int depth);
  // What is handed to something that wants the type: now and then it is of none or another.
  std::string Arg(const CelType& wanted, int depth);
  std::string Arg(std::string_view wanted, int depth) { return Arg(ReadType(wanted), depth); }
  std::string Receiver(const CelType& wanted, int depth);
  bool Vocabulary() const { return fitting_ != Fitting::Unchecked; }

  // --- generate_expression_operators.cpp; empty where no operator gives the type
  std::string Operator(const CelType& wanted, int depth);
  std::string BoolOperator(int depth);
  std::string Comparison(int depth);
  std::string Presence(int depth);
  std::string Arithmetic(const CelType& wanted, std::initializer_list<std::string_view> operators,
                         int depth);
  std::string TimeOperator(const CelType& wanted, int depth);

  // --- generate_expression_macros.cpp; empty where no macro gives the type
  std::string Macro(const CelType& wanted, int depth);
  std::string ListMacro(const CelType& wanted, int depth);
  std::string MapMacro(const CelType& wanted, int depth);
  std::string BoolMacro(int depth);
  std::string OptionalMacro(const CelType& wanted, int depth);
  std::string Extreme(const CelType& wanted, int depth);
  std::string Variable();
  // Names the one or two variables of a comprehension over `range`, which has been made.
  std::string Bind(const CelType& range, bool pair);
  std::string Within(size_t locals, std::string text);

  // --- generate_expression_parts.cpp: what may stand for any type
  std::string Part(const CelType& wanted, int depth);
  std::string OptionalPart(const CelType& wanted, int depth);
  std::string ContainerPart(const CelType& wanted, int depth);
  std::string Nested(const CelType& wanted, int depth);
  std::string VocabularyPart(const CelType& wanted, int depth);

  Choices& c_;
  Fitting fitting_;
  std::vector<Local> locals_;
  std::vector<Made> made_;
};

}  // namespace remit::properties
