// Small wrong versions of a bundle's rules. Private to dsl/testing.
#pragma once

#include <vector>

#include "dsl/testing/suite.h"

namespace remit::testing {

// Each mutant tried against every test: a comparison turned, a boundary moved, a clause dropped.
// The bundle is as before afterwards.
std::vector<Mutant> TryMutants(Suite& suite);

}  // namespace remit::testing
