// Checking: trees to a typed bundle. Names resolved, macros and defines expanded, types followed
// where they are declared, presence of optional fields established or refused.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "dsl/ast/file.h"
#include "dsl/check/typed.h"
#include "dsl/diagnostics/diagnostic.h"

namespace remit {

// A parsed file with its imports found: alias to index among the files of the bundle.
struct ParsedFile {
  ast::File tree;
  std::map<std::string, uint32_t> imports;
};

// What declares types for every file (`Change`, `ToolCall`): policy text of a library.
std::string_view BuiltinTypesText();

// `files[0]` is the parsed BuiltinTypesText; the rest in any order. Emits everything that can be
// known without evaluating: what depends on params' values is the compiler's.
typed::Bundle CheckBundle(const std::vector<ParsedFile>& files, const SourceSet& sources,
                          Diagnostics& diagnostics);

// What an expression by itself may name, beside the names that every expression has.
struct ExpressionScope {
  // Read from the member of `context` of that name. A dotted name is one variable.
  struct Variable {
    std::string name;
    std::string type = "dyn";  // as CEL writes types: "list(int)", "map(string, dyn)"
  };
  // Declared to the checker only: a call errs when it is evaluated. One capital letter is a type
  // parameter; other names that are not known are opaque types ("tuple(T, U)").
  struct Function {
    std::string name;
    std::vector<std::string> parameters;  // receiver first
    std::string result;
    bool member = false;
  };
  std::vector<Variable> variables{};
  std::vector<Function> functions{};
  std::string container{};  // CEL's: names are looked up in it, and in what is around it, first
  bool checked = true;      // false: what would not check errs when it is evaluated instead
  uint32_t file = 0;        // the declarations of this file may be named too; 0: of none
};

// As CheckBundle of `files`, the last of which holds nothing but the expression `root` in its
// `exprs`. The bundle's let of the name "expression" is its value, and that let's node has its
// type.
typed::Bundle CheckExpression(const std::vector<ParsedFile>& files, ast::ExprId root,
                              const ExpressionScope& scope, const SourceSet& sources,
                              Diagnostics& diagnostics);

}  // namespace remit
