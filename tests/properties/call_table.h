// Functions and operators called one by one: the engine's and the reference's answer to the same
// operands, and what either charges for it.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "dsl/ast/expr.h"
#include "engine/model/value.h"
#include "engine/program/function_id.h"

namespace remit::properties {

using Values = std::vector<Value>;

// Calls, and where the answers differ.
class CallTable {
 public:
  // One call, with ample fuel, with exactly as much as it costs, and with one unit less. A regex
  // that is constant is compiled beforehand: arguments that are no strings are not for it.
  void Row(FunctionId function, const Values& args, bool constant_regex = false);

  void Row(ast::Op op, const Value& a, const Value& b);

  // The product of what may stand at each place; of more than `most` calls, that many, evenly.
  void Product(FunctionId function, const std::vector<Values>& places, bool constant_regex = false,
               uint64_t most = UINT64_MAX);

  uint64_t rows() const { return rows_; }
  uint64_t answers() const { return answers_; }  // calls that gave no error
  uint64_t differences() const { return differences_; }
  // How many there were of how many, and the first few of each function.
  std::string shown() const;

 private:
  struct Answer;
  template <typename Ask>
  void Compare(const std::string& name, const Values& args, Ask ask, const Answer& reference);

  uint64_t rows_ = 0, answers_ = 0, differences_ = 0;
  std::map<std::string, std::string> shown_{};  // by function
};

// `count` times `text`.
std::string Times(size_t count, std::string_view text);

}  // namespace remit::properties
