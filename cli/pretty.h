// Answers for people. All text that came from outside goes through EscapeText: one line, no
// terminal codes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "cli/json_output.h"
#include "engine/base/error.h"
#include "engine/model/value.h"
#include "engine/model/verdict.h"

namespace remit {

// "escalate", padded to the width of the longest verdict, in its colour.
std::string PaintVerdict(std::string_view verdict, bool colour);

// One block for one answer, with a blank line after it.
std::string PrettyAnswer(const Answer& answer, bool colour);

// A document on which no decision was made.
std::string PrettyBadLine(const Error& error, size_t line, bool colour);

// The findings of a decision as DecisionJson or a record's core holds them, a paragraph each.
std::string PrettyFindings(const Value& decision, bool colour);

// "no member `x` [no-such-field]" of a finding as DecisionJson has it; empty where it has no error.
std::string FindingError(const Value& finding);

// "ann, team": who is told by a finding or a decision as DecisionJson has it; who is asked is told
// by being asked.
std::string ToldOnly(const Value& said);

// "finance, 2 people, a waiver, within 4h" of a demand as DecisionJson has it.
std::string PrettyDemand(const Value& demand, bool prohibited);

// "4h", "1d12h30m": whole units, the largest first; "90.5s" where seconds are broken.
std::string PrettyDuration(int64_t nanoseconds);

// "1 action", "3 actions", "1,234 actions".
std::string Count(size_t number, std::string_view noun);

}  // namespace remit
