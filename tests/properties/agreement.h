// The engine and the reference evaluator asked the same question; answers as text, line by line,
// so that two of them can be compared and shown whole.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>

#include "dsl/compile/compile.h"
#include "engine/decide/engine.h"
#include "engine/model/action.h"

namespace remit::properties {

// Kind and exact content: doubles to the last bit, errors by their code.
std::string Show(const Value& value);
// Everything but places and the wording of errors, which are the engine's own.
std::string Show(const Decision& decision);

// A bundle compiled from texts, with its loaded program.
class Subject {
 public:
  // nullopt: the texts do not compile; `why` says so. With a limit of fuel that is not the usual
  // one, every rule is evaluated as it is written, and costs what the reference says.
  static std::optional<Subject> Compile(const std::map<std::string, std::string>& texts,
                                        std::string& why, uint64_t fuel = ProgramLimits().fuel,
                                        bool coverage = false);

  std::string EngineDecision(const std::string& action_json) const;
  std::string ReferenceDecision(const std::string& action_json) const;

  // The value of the let `name` ("p.e"), read alone.
  std::string EngineLet(const std::string& name, const std::string& action_json) const;
  std::string ReferenceLet(const std::string& name, const std::string& action_json) const;
  // The fuel that reading it takes; 0 where there is no such let or action.
  uint64_t ReferenceCost(const std::string& name, const std::string& action_json) const;

  const Engine& engine() const { return *engine_; }

 private:
  Subject() = default;
  std::unique_ptr<Compilation> compilation_;
  std::unique_ptr<Engine> engine_;
};

// The lines that only one of two answers has; empty for equal answers.
std::string Differences(const std::string& engine, const std::string& reference);

// The policy that asks for one expression: `let e = TEXT`, read by a trigger.
std::map<std::string, std::string> ExpressionPolicy(const std::string& expression);

}  // namespace remit::properties
