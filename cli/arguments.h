// The command line as plain structs, one for each command.
#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <variant>
#include <vector>

#include "cli/exit_code.h"

namespace remit {

enum class OutputFormat : uint8_t { Pretty, Json };

// Which policies a command is about: files, or a bundle, or those that remit.yaml names.
struct PolicyArguments {
  std::vector<std::string> files;
  std::string bundle;               // empty: none
  std::vector<std::string> params;  // NAME=VALUE
  std::string config;               // empty: remit.yaml is looked for upward
};

struct DecideArguments {
  PolicyArguments policies;
  std::string action = "-";
  OutputFormat format = OutputFormat::Pretty;
  bool record = true;
  std::string records;  // empty: what remit.yaml says
};

// Where `remit check` reads policies from: the base of the range, its head, or the work tree.
enum class PolicySide : uint8_t { Base, Head, WorkTree };

struct CheckArguments {
  PolicyArguments policies;  // files and configuration are paths of that side
  std::string base;          // empty: origin/HEAD
  std::string head;          // empty: HEAD
  bool staged = false;
  bool work_tree = false;
  PolicySide policy_from = PolicySide::Base;
  std::string facts;       // a JSON file; empty: none
  std::string action_out;  // where the action is written; empty: nowhere
  OutputFormat format = OutputFormat::Pretty;
  bool record = true;
  std::string records;  // empty: what remit.yaml says
};

struct InitArguments {
  std::string folder = ".";
};

struct AuditArguments {
  PolicyArguments policies;
  std::vector<std::string> files;
  std::vector<std::string> against;
  OutputFormat format = OutputFormat::Pretty;
};

struct CompileArguments {
  PolicyArguments policies;
  std::string output;  // empty: nothing is written
  std::string sign;    // the file of a private key; empty: the bundle is not signed
  bool listing = false;
  bool costs = false;
  OutputFormat format = OutputFormat::Pretty;
};

enum class KeyAct : uint8_t { New, Show };

struct KeyArguments {
  KeyAct act = KeyAct::Show;
  std::string file;
};

struct VerifyBundleArguments {
  std::string file;
  std::vector<std::string> keys;  // files of public keys; empty: those that remit.yaml names
  std::string config;
  OutputFormat format = OutputFormat::Pretty;
};

struct LintArguments {
  PolicyArguments policies;
  OutputFormat format = OutputFormat::Pretty;
};

struct TestArguments {
  PolicyArguments policies;
  bool coverage = false;
  bool mutants = false;
  OutputFormat format = OutputFormat::Pretty;
};

struct ExplainArguments {
  std::string decision;      // empty where `index`
  bool index = false;        // how rules are found, instead of a decision
  PolicyArguments policies;  // for `index`; and the configuration
  std::string records;
  std::string repository = ".";  // where the text of a change is
  OutputFormat format = OutputFormat::Pretty;
};

struct ReplayArguments {
  std::string record;
  std::string records;
  std::string config;
  std::string repository = ".";
  OutputFormat format = OutputFormat::Pretty;
};

struct EvalArguments {
  std::string expression;
  PolicyArguments policies;
  std::string input;  // a JSON file, "-" for standard input; empty: none
  OutputFormat format = OutputFormat::Pretty;
};

struct ReplArguments {
  PolicyArguments policies;
  std::string input;  // a JSON file; empty: none
};

struct Arguments {
  std::string log_level = "warn";
  std::variant<DecideArguments, CheckArguments, InitArguments, AuditArguments, CompileArguments,
               LintArguments, TestArguments, ExplainArguments, ReplayArguments, EvalArguments,
               ReplArguments, KeyArguments, VerifyBundleArguments>
      command;
};

// What to print instead of running a command: help and version to standard output with Done,
// mistakes to standard error with BadInput.
struct ArgumentsAnswer {
  ExitCode code = ExitCode::Done;
  std::string text;
};

std::expected<Arguments, ArgumentsAnswer> ParseArguments(int argc, const char* const* argv);

}  // namespace remit
