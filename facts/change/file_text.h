// The lines of one file: counts, and the text of its hunks. Private to facts/change.
#pragma once

#include <vector>

#include "engine/base/error.h"
#include "facts/change/change.h"
#include "facts/change/deltas.h"
#include "facts/change/repository.h"

namespace remit {

// The bytes of one side; of a submodule the line that git's diff shows in their place. Missing,
// Limit.
Result<std::string> ReadSide(const Repository& repository, const FileSide& side, size_t limit);

// Where the texts of a change go, up to a limit for all of them.
struct TextSink {
  size_t limit = 0;
  size_t bytes = 0;  // so far
  std::vector<ChangedText> added, removed;
  std::string left_out;  // why there are no texts

  // Whether there is room for that much more; where there is not, everything is left out.
  bool Takes(size_t size);

  // From now on nothing is kept, and what was kept is given back.
  void LeaveOut(std::string why);
};

// Fills `binary`, `unread`, `added`, `removed` of a file and appends its texts. Missing.
Result<void> ReadText(const Repository& repository, const Delta& delta, ChangedFile& file,
                      TextSink& sink);

}  // namespace remit
