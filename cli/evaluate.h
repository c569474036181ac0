// One expression over one input: what `remit eval` and `remit repl` do with a line.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/load.h"
#include "dsl/compile/expression.h"
#include "engine/model/action.h"

namespace remit {

// What an expression is evaluated over.
class EvaluationInput {
 public:
  // Nothing: names of the action are absent, `context` is empty.
  EvaluationInput();
  // JSON text. An object with a member `subject`, `action`, `resource` or `context` is a request,
  // of which any may be left out; the members of any other object are variables. BadInput, Limit.
  static Result<EvaluationInput> Read(std::string text, const JsonLimits& limits);

  const Action& action() const { return action_; }
  const std::vector<ExpressionScope::Variable>& variables() const { return variables_; }
  // What `now` is: the request's own time, else the system's.
  Value now() const;

 private:
  std::unique_ptr<Arena> arena_;
  std::unique_ptr<std::string> text_;  // values may refer to it
  Action action_;
  std::vector<ExpressionScope::Variable> variables_;
};

struct Evaluated {
  std::string diagnostics;       // what the compiler said, formatted; empty where nothing
  std::string diagnostics_json;  // the same as an array
  bool compiled = false;
  std::string type;  // what the checker knows of it: "list(int)", "dyn"

  std::string value;           // as CEL writes it; empty for an error
  std::string json;            // as JSON; empty where the value has no JSON form
  std::optional<Error> error;  // `message` with the code in brackets, `where` LINE:COLUMN
  std::string error_code;      // "no-such-key"
  uint64_t fuel = 0;           // units that evaluating it used
};

// The files of `arguments` and what remit.yaml says of limits; no files: expressions stand by
// themselves. Prints what is wrong and gives the status to end with.
std::expected<PolicySelection, ExitCode> SelectForExpressions(const PolicyArguments& arguments);

// The input of a file, or of standard input for "-". The places of errors name it.
Result<EvaluationInput> ReadEvaluationInput(const std::string& path, const JsonLimits& limits);

// `selection` without files: the expression stands by itself.
Evaluated Evaluate(std::string_view text, const EvaluationInput& input,
                   const PolicySelection& selection);

}  // namespace remit
