// What `remit check` prints.
#pragma once

#include <string>
#include <vector>

#include "cli/json_output.h"
#include "cli/review.h"

namespace remit {

struct CheckAnswer {
  Answer answer;
  std::string base, head;          // "1a2b3c4d5e6f", "the index"
  std::string policy;              // where the policies were read: "the base 1a2b3c4d5e6f"
  size_t files = 0, commits = 0;   // of the change
  int64_t added = 0, removed = 0;  // lines, where they were counted
  bool counted = true;             // false: a file was too large to be read
  std::vector<std::string> notes;  // what the reader must know beside: a line each
  Review review;
};

// Its own notes, then the review's.
std::vector<std::string> NotesOf(const CheckAnswer& answer);

// {"decisionId", "action", "record", "base", "head", "policy", "files", …, the decision's members,
// "review"}: docs/cli.md.
std::string CheckJson(const CheckAnswer& answer);

// Verdict; findings by file with the lines; who must agree; what would make it pass.
std::string PrettyCheck(const CheckAnswer& answer, bool colour);

}  // namespace remit
