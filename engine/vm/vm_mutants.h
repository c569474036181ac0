// The VM gone wrong on purpose. vm.cpp compiled with REMIT_VM_MUTANTS, and linked instead of the
// library's object, executes one opcode wrongly: the one whose number g_mutant_opcode holds (-1:
// none). A differential test that does not notice is too weak. Without the macro nothing of this
// is compiled.
//
// What "wrongly" is: what pushes a value pushes another (bools turned, ints one more, all others
// null, null becomes true); conditional jumps, Branch, OrValue and OrOptional go the other way;
// appends, ClearLocal, Charge and Cover do nothing; ListBegin and MapBegin begin with a
// wrong item; IterateBegin opens an empty iteration and IterateNext ends one at once; IterateEnd
// leaves its iteration open; Jump ends the chunk. Never a crash, never an endless loop.
#pragma once

namespace remit {
#ifdef REMIT_VM_MUTANTS
extern int g_mutant_opcode;
#endif
}  // namespace remit
