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

// Seals again, as a test does: params take the constants given, then what the project set, then
// their declared values, which may read the others; limits hold here too. False after a diagnostic
// (at `span`).
bool SetParams(typed::Bundle& bundle, const std::map<uint32_t, Value>& given, Span span,
               const SourceSet& sources, Diagnostics& diagnostics);

// The value of an expression that reads nothing but constants and sealed params; an error value
// otherwise or where it errs or costs more than `fuel`.
Value EvaluateConstant(const typed::Bundle& bundle, typed::NodeId node, const SourceSet& sources,
                       uint64_t fuel = ProgramLimits{}.fuel);

}  // namespace remit::lowering
