// One expression by itself to a program: what `remit eval`, its interactive form and CEL's
// conformance suite run.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dsl/check/check.h"
#include "dsl/compile/compile.h"

namespace remit {

struct CompiledExpression {
  Compilation made;  // `made.program` where there was no error
  uint32_t let = 0;  // Vm::ReadLet(let) is the value
  std::string type;  // what the checker inferred, as CEL writes it: "list(int)", "dyn"
};

// `text` stands in diagnostics as the file `shown`. `policies` (paths, as of CompilePolicies) are
// compiled with it; where there is one, its first file's declarations may be named.
CompiledExpression CompileExpression(std::string_view text, std::string shown,
                                     const ExpressionScope& scope,
                                     const std::vector<std::string>& policies,
                                     const CompileOptions& options);

}  // namespace remit
