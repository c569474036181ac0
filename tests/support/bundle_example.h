// A signed bundle made without the compiler; docs/bundle-format.md shows it.
#pragma once

#include <string>

#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"
#include "tests/support/sample_programs.h"

namespace remit {

inline SigningKey ExampleKey() { return SigningKey(std::string(kKeyBytes, 'k')); }

// The file a.remit of docs/program-format.md, and a library beside it that gave it nothing.
inline Bundle ExampleBundle() {
  Bundle bundle =
      MakeBundle(TinyProgram(), {{{"lib/b.remit", Sha256("library b\n")},
                                  {"a.remit", Sha256("policy p\ntrigger t { notify }\n")}},
                                 {KeyId(PublicPart(ExampleKey()))}});
  SignBundle(bundle, ExampleKey());
  return bundle;
}

}  // namespace remit
