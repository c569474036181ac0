// What a reviewer is shown of a decision on a change: which files and lines each finding is about,
// who must agree, and what would make it pass. Found by deciding again on parts of the change; none
// of it is part of the decision or its record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/decide/engine.h"

namespace remit {

// Lines of the new side, from 1; of a file's removed text, of the old side.
struct ReviewLines {
  int64_t first = 1, last = 1;
  bool removed = false;
};

struct ReviewFile {
  std::string path;
  std::string old_path;            // of a renamed file
  std::vector<ReviewLines> lines;  // empty: the file as a whole
};

// One finding that is not an allow, by its index in the decision.
struct ReviewFinding {
  size_t finding = 0;
  std::vector<ReviewFile> files;  // by path; empty: it is about the change as a whole
};

struct Review {
  std::vector<ReviewFinding> findings;
  std::vector<std::string> to_pass;  // what would make it pass, a sentence each; empty: it passes
  std::vector<std::string> notes;    // what was too much to look into, a line each
};

// `action` is a `merge` with `context.change`; `decision` is the one made on it at `now`, by
// another decider than the one used here.
Review MakeReview(const Engine& engine, const Action& action, const Value& now,
                  const Decision& decision);

}  // namespace remit
