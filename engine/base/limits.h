// The limits that hold where nothing else was said; docs/limits.md explains each.
#pragma once

#include <cstddef>
#include <cstdint>

namespace remit {

struct JsonLimits {
  size_t bytes = 128u << 20;        // one document: a change with its text
  size_t string_bytes = 64u << 20;  // one string, after unescaping
  uint32_t depth = 128;             // nested arrays and objects
};

struct ProgramLimits {
  size_t bytes = 256u << 20;            // an encoded program
  uint32_t call_depth = 64;             // chunks that evaluate chunks
  uint32_t regex_memory = 1u << 20;     // RE2's max_mem for one pattern, bytes
  uint64_t fuel = 10'000'000;           // units a rule may use; what a unit is: docs/vm.md
  uint64_t cost = 100'000'000'000'000;  // units a rule or let could use at worst, within SizeLimits
};

// How large the facts of an action are taken to be where a program's worst case is computed
// (engine/program/cost.h). Larger ones are decided on all the same, and charged as they are.
struct SizeLimits {
  uint64_t elements = 1'000;       // of a list or map
  uint64_t text_bytes = 4'096;     // of a text
  uint64_t values = 10'000;        // of a fact at any depth
  uint64_t total_bytes = 262'144;  // of all texts of a fact
  uint64_t hits = 1'000;           // of a pattern set in a fact
  bool operator==(const SizeLimits&) const = default;
};

struct FunctionLimits {
  uint32_t format_precision = 1000;  // digits behind the point that `%f` and `%e` may ask for
  size_t pattern_bytes = 8u << 10;   // of one regex: RE2 parses it before it counts memory
  uint64_t regex_bytes = uint64_t{1} << 33;  // bytes ahead of the searches of one `regex` call
  size_t url_bytes = 64u << 10;              // a text that `url` reads
};

struct ChangeLimits {
  size_t text_bytes = 64u << 20;     // added and removed text of a change; a file that is read
  size_t message_bytes = 16u << 20;  // commit messages of a change
  size_t files = 200'000;            // files of a change
};

struct SourceLimits {
  size_t bytes = 8u << 20;  // one policy file
  uint32_t depth = 128;     // nested brackets, conditionals, signs in one expression
  uint32_t errors = 50;     // diagnostics printed for one file before the rest is only counted
  uint32_t imports = 64;    // files reached from one policy
};

// What checking a bundle may grow to; defines are counted as expanded.
struct CheckLimits {
  uint32_t nodes = 4'000'000;       // operations of a bundle
  uint32_t contributions = 10'000;  // of one score
  uint32_t depth = 48;              // lets that read lets, defines that call defines
  uint32_t open_exprs = 1'500;      // expressions in expressions, through lets and defines
};

}  // namespace remit
