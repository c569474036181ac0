// The engine and the reference evaluator asked the same question; answers as text, line by line,
// so that two of them can be compared and shown whole.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "dsl/compile/compile.h"
#include "dsl/compile/expression.h"
#include "engine/decide/engine.h"
#include "engine/model/action.h"
#include "engine/program/function_id.h"

namespace remit::properties {

// Kind and exact content: doubles to the last bit, errors by their code.
std::string Show(const Value& value);
// Everything but places and the wording of errors, which are the engine's own.
std::string Show(const Decision& decision);

// Functions and kinds of nodes that occurred.
struct Parts {
  std::set<FunctionId> functions{};
  std::set<typed::NodeKind> nodes{};
};

struct SubjectOptions {
  uint64_t fuel = ProgramLimits().fuel;
  bool coverage = false;
  bool optimise = true;  // false: what is evaluated, and costs, is what is written
};

// A bundle compiled, with its loaded program. The engine answers from the program, the reference
// from the bundle as it was written.
class Subject {
 public:
  // nullopt: the texts do not compile; `why` says so. However much one rule may use at worst.
  static std::optional<Subject> Compile(const std::map<std::string, std::string>& texts,
                                        std::string& why, const SubjectOptions& options = {});
  // One expression by itself: the let "expression".
  static std::optional<Subject> CompileAlone(const std::string& expression,
                                             const ExpressionScope& scope, std::string& why,
                                             const SubjectOptions& options = {});

  std::string EngineDecision(const std::string& action_json) const;
  std::string ReferenceDecision(const std::string& action_json) const;

  // The value of the let `name` ("p.e"), read alone.
  std::string EngineLet(const std::string& name, const std::string& action_json) const;
  std::string ReferenceLet(const std::string& name, const std::string& action_json) const;
  // The same with so much fuel, also where no such program would be loaded.
  std::string EngineLetWithin(const std::string& name, const std::string& action_json,
                              uint64_t fuel) const;
  std::string ReferenceLetWithin(const std::string& name, const std::string& action_json,
                                 uint64_t fuel) const;
  // The fuel that reading it takes; 0 where there is no such let or action.
  uint64_t ReferenceCost(const std::string& name, const std::string& action_json) const;

  // What the let is made of, those that it reads included, as it was written.
  void NoteParts(const std::string& name, Parts& parts) const;

  const Engine& engine() const { return *engine_; }

 private:
  Subject() = default;
  static std::optional<Subject> Load(Compilation compilation, std::string& why);
  std::unique_ptr<Compilation> compilation_;
  std::unique_ptr<Engine> engine_;
};

// The lines that only one of two answers has; empty for equal answers.
std::string Differences(const std::string& engine, const std::string& reference);

// The policy that asks for one expression: `let e = TEXT`, read by a trigger.
std::map<std::string, std::string> ExpressionPolicy(const std::string& expression);

}  // namespace remit::properties
