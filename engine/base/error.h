// Road two of four for errors: bad bytes, JSON, programs, files. (Mistakes in policy text are
// diagnostics, rules that cannot be evaluated are error values, our own bugs are REMIT_CHECKs.)
#pragma once

#include <expected>
#include <string>

namespace remit {

enum class ErrorKind {
  BadInput,    // bytes or JSON that are not what their format says
  Limit,       // larger or deeper than a stated limit; docs/limits.md
  BadProgram,  // program or bundle bytes that the loader or the verifier refuses
  Missing,     // evidence or a file that should be there is not
  Io,          // the system refused to read or write
};

struct Error {
  ErrorKind kind = ErrorKind::BadInput;
  std::string message;  // small letter, no full stop, user text already escaped
  std::string where;    // "FILE:LINE:COLUMN", "byte 17", a path; empty where there is none
};

template <typename T>
using Result = std::expected<T, Error>;

[[nodiscard]] inline std::unexpected<Error> Fail(ErrorKind kind, std::string message,
                                                 std::string where = {}) {
  return std::unexpected(Error{kind, std::move(message), std::move(where)});
}

}  // namespace remit
