// What would make an escalated change pass, as sentences: what to change first, then whom to ask.
// Private to the reviewer's view.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "cli/change_parts.h"
#include "cli/review.h"
#include "engine/decide/engine.h"

namespace remit {

// `findings` say which files the findings of `decision` are about. Empty where the verdict is not
// escalate.
std::vector<std::string> WhatMakesItPass(const Engine& engine, const Action& action,
                                         const Value& now, const Decision& decision,
                                         std::span<const ReviewFinding> findings,
                                         ChangeParts& parts);

}  // namespace remit
