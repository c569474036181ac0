// Params get their values: declared, or set by the project; limits checked. Private to dsl/compile.
#pragma once

#include <map>
#include <string>

#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"
#include "dsl/parse/parse.h"

namespace remit::lowering {

// Sets params[].value of every param. `given` maps NAME or POLICY.NAME to a constant's text; what
// it names wrongly is a BadParam diagnostic with a place in a source of its own, added to
// `sources`.
void SealParams(typed::Bundle& bundle, const std::map<std::string, std::string>& given,
                SourceSet& sources, Diagnostics& diagnostics);

// Sets one param to a constant of the bundle, as a test does. False after a diagnostic.
bool SetParam(typed::Bundle& bundle, uint32_t param, const Value& value, Span span,
              Diagnostics& diagnostics);

// The value of an expression that reads nothing but constants and sealed params; an error value
// otherwise or where it errs.
Value EvaluateConstant(const typed::Bundle& bundle, typed::NodeId node, const SourceSet& sources);

}  // namespace remit::lowering
