// An action's text read into slots in one pass, against the same text read as a tree of values and
// its slots followed from there: what the property and the fuzz target demand.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "engine/vm/vm.h"

namespace remit {

// A program of slots and nothing else: every root, entities whole and through their properties,
// every type, names of every length that is compared in a way of its own.
std::unique_ptr<const LoadedProgram> SlotProgram();

struct SlotReading {
  bool refused = false;  // by ReadAction
  bool unusual = false;  // not refused, but not read in one pass either
  // "context.a: int 1, as a tree int 2"; nullopt: both readings give the same name, values and
  // errors, and the one pass accepts nothing that ReadAction refuses.
  std::optional<std::string> difference;
};

class SlotReader {
 public:
  explicit SlotReader(const LoadedProgram& loaded);
  SlotReading Read(std::string_view text);

 private:
  const Program& program_;
  Vm in_one_pass_;
  Vm from_tree_;
};

}  // namespace remit
