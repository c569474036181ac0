// The verifier: what it accepts, the VM runs without checking again.
#pragma once

#include "engine/base/error.h"
#include "engine/base/limits.h"
#include "engine/program/program.h"

namespace remit {

// BadProgram with the part that is refused ("chunk 3, instruction 7 (Jump)") unless all of this
// holds:
//  - Every index is in range; strings are UTF-8 (but those of Bytes constants), ascending, no two
//    equal; policies ascend by name, rules by policy and name; types[0] is Any and an element type
//    has a smaller index; places[0] is unknown, the others ascend by instruction.
//  - Every list lies in its table; effects[0] allows and addresses nobody; a rule's name begins
//  with
//    its policy's and a dot.
//  - Constants are well formed: a list or map among `constant_items` has its range before itself,
//    no item belongs to two, map keys ascend.
//  - Chunks lie in `code` one after the other, in the order of their ids, each of weight at least
//    1. At each instruction there is one stack depth and the same open iterations and builders,
//    within what the chunk states; every path ends in Return with one value and nothing open.
//  - A chunk evaluates (Lazy) and reads (Let) only chunks of smaller index, a let only lets of
//    smaller index; a Lazy chunk has at most its caller's locals; chunks evaluate chunks at most
//    `limits.call_depth` deep.
//  - Every loop ends: only Jump goes backwards, only to an IterateNext or IteratePair that a Charge
//    of at least 1 follows; an iteration is opened at an earlier place than these, and from where
//    that jumps no other jump comes before IterateEnd.
//  - A call takes as many values as some overload of its function.
//  - Rules, grants, bands and lets have what their kind needs, and a rule's chunks with all that
//    they evaluate, each run once, cost no more than the program's fuel, nor that more than
//    `limits.fuel`.
//  - No rule and no let costs more than `limits.cost` at worst, as cost.h bounds it.
// What is over `limits.fuel` or `limits.cost` is Limit instead; of the latter the place is that of
// the rule or let, and the message ends in where most of it goes.
Result<void> VerifyProgram(const Program& program, const ProgramLimits& limits = {});

// All of it but the last, and that alone (of a program whose form was accepted).
Result<void> VerifyForm(const Program& program, const ProgramLimits& limits = {});
Result<void> VerifyCosts(const Program& program, const ProgramLimits& limits = {});

}  // namespace remit
