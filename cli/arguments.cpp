#include "cli/arguments.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <span>
#include <string_view>

#include "cli/version.h"
#include "dsl/diagnostics/diagnostic.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

const char* const kExitCodes =
    "Exit status: 0 allow or notify, 1 escalate (or a failed test, a warning, a differing\n"
    "replay), 2 policy rejected, 3 bad input or missing evidence, 4 internal fault.";

// An empty value is mostly a variable that a script did not set: never "as if it were not there".
std::string IsThere(const std::string& value) {
  return value.empty() ? "the value is empty" : std::string();
}

void AddConfig(CLI::App& app, std::string& config) {
  app.add_option("--config", config, "The configuration; default: remit.yaml, looked for upward")
      ->check(IsThere)
      ->option_text("FILE");
}

void AddFormat(CLI::App& app, OutputFormat& format) {
  app.add_option_function<std::string>(
         "--format",
         [&format](const std::string& name) {
           format = name == "json" ? OutputFormat::Json : OutputFormat::Pretty;
         },
         "How the answer is printed; default: pretty")
      ->check(CLI::IsMember({"pretty", "json"}))
      ->option_text("pretty|json");
}

void AddParams(CLI::App& app, PolicyArguments& policies) {
  app.add_option("--param", policies.params, "Sets a param; VALUE is JSON, or else a string")
      ->option_text("NAME=VALUE...");
  AddConfig(app, policies.config);
}

// --policy, --bundle: for commands whose positional arguments are something else.
void AddPolicyOptions(CLI::App& app, PolicyArguments& policies) {
  CLI::Option* files =
      app.add_option("--policy", policies.files, "Policy files; default: those of remit.yaml")
          ->option_text("FILE...");
  app.add_option("--bundle", policies.bundle, "A bundle that `remit compile -o` wrote")
      ->check(IsThere)
      ->option_text("FILE")
      ->excludes(files);
  AddParams(app, policies);
}

// --policy alone: for commands that do without policies.
void AddExpressionPolicies(CLI::App& app, PolicyArguments& policies) {
  app.add_option("--policy", policies.files, "Policy files; the first's declarations are names")
      ->option_text("FILE...");
  AddParams(app, policies);
}

void AddPolicyFiles(CLI::App& app, PolicyArguments& policies) {
  app.add_option("FILES", policies.files, "Policy files; default: those of remit.yaml")
      ->option_text(" ");
  AddParams(app, policies);
}

void AddRepository(CLI::App& app, std::string& repository) {
  app.add_option("--repository", repository, "Where the text of a recorded change is; default: .")
      ->check(IsThere)
      ->option_text("DIR");
}

void AddRecords(CLI::App& app, std::string& records) {
  app.add_option("--records", records, "The folder of records; default: .remit/records")
      ->check(IsThere)
      ->option_text("DIR");
}

// Every command, and the options of those that are named among the words of the command line:
// making all of them takes longer than a decision. A subcommand's callback says which one was asked
// for.
class Definitions {
 public:
  Definitions(Arguments& arguments, std::span<const char* const> words)
      : arguments_(arguments), words_(words) {
    app_.name("remit");
    app_.description("Remit decides what software agents may do: policy as code.");
    app_.footer(kExitCodes);
    app_.set_version_flag("--version", std::string(kVersionText), "Print the version");
    app_.set_help_flag("--help,-h", "Print this help");
    app_.add_option("--log-level", arguments_.log_level, "What is logged; default: warn")
        ->check(CLI::IsMember({"trace", "debug", "info", "warn", "error", "off"}))
        ->option_text("trace|debug|info|warn|error|off");
    app_.require_subcommand(1);
    app_.fallthrough();
    Decide();
    Check();
    Init();
    Audit();
    Compile();
    Lint();
    Test();
    Explain();
    Replay();
    Eval();
    Repl();
    Key();
    VerifyBundle();
  }

  CLI::App& app() { return app_; }

 private:
  template <typename Command>
  CLI::App& Add(const char* name, const char* meaning, Command& command) {
    CLI::App& sub = *app_.add_subcommand(name, meaning);
    sub.set_help_flag("--help,-h", "Print this help");
    sub.callback([this, &command] { arguments_.command = command; });
    return sub;
  }

  // Whether the options of a command can be asked for.
  bool IsNamed(const CLI::App& command) const {
    return std::ranges::find(words_, command.get_name(), [](const char* word) {
             return std::string_view(word);
           }) != words_.end();
  }

  void Decide() {
    CLI::App& sub = Add("decide", "Decide on proposed actions and record the decisions", decide_);
    if (!IsNamed(sub)) return;
    AddPolicyOptions(sub, decide_.policies);
    sub.add_option("--action", decide_.action, "The actions: JSON or JSONL; default: -, the input")
        ->option_text("FILE|-");
    AddFormat(sub, decide_.format);
    sub.add_flag_callback(
        "--no-record", [this] { decide_.record = false; }, "Answer without a record");
    AddRecords(sub, decide_.records);
  }

  void Check() {
    CLI::App& sub = Add("check", "Decide on a change before it is merged: a git range", check_);
    if (!IsNamed(sub)) return;
    CLI::Option* base =
        sub.add_option("--base", check_.base, "What it is merged into; default: origin/HEAD")
            ->check(IsThere)
            ->option_text("REF");
    CLI::Option* head = sub.add_option("--head", check_.head, "What is merged; default: HEAD")
                            ->check(IsThere)
                            ->option_text("REF");
    CLI::Option* staged = sub.add_flag("--staged", check_.staged, "What is staged, against HEAD")
                              ->excludes(base)
                              ->excludes(head);
    sub.add_flag("--worktree", check_.work_tree, "The work tree, against HEAD")
        ->excludes(base)
        ->excludes(head)
        ->excludes(staged);
    sub.add_option("--facts", check_.facts, "JSON with more of the change: tests, approvals …")
        ->check(IsThere)
        ->option_text("FILE");
    sub.add_option("--action-out", check_.action_out, "Where the action is written as judged")
        ->check(IsThere)
        ->option_text("FILE");
    sub.add_option_function<std::string>(
           "--policy-from",
           [this](const std::string& name) {
             check_.policy_from = name == "head"       ? PolicySide::Head
                                  : name == "worktree" ? PolicySide::WorkTree
                                                       : PolicySide::Base;
           },
           "Which side's policies judge; default: base, so that no change weakens its own gate")
        ->check(CLI::IsMember({"base", "head", "worktree"}))
        ->option_text("base|head|worktree");
    sub.add_option("--policy", check_.policies.files, "Policy files; default: those of remit.yaml")
        ->option_text("FILE...");
    AddParams(sub, check_.policies);
    AddFormat(sub, check_.format);
    sub.add_flag_callback(
        "--no-record", [this] { check_.record = false; }, "Answer without a record");
    AddRecords(sub, check_.records);
  }

  void Init() {
    CLI::App& sub = Add("init", "Write a starter policy and remit.yaml", init_);
    if (!IsNamed(sub)) return;
    sub.add_option("FOLDER", init_.folder, "Where; default: the working folder")->option_text(" ");
  }

  void Audit() {
    CLI::App& sub = Add("audit", "Decide on past actions in bulk and sum up", audit_);
    if (!IsNamed(sub)) return;
    sub.add_option("FILES", audit_.files, "JSONL files of actions")->required()->option_text(" ");
    AddPolicyOptions(sub, audit_.policies);
    sub.add_option("--against", audit_.against, "Other policies: what they would decide otherwise")
        ->option_text("FILE...");
    AddFormat(sub, audit_.format);
  }

  void Compile() {
    CLI::App& sub = Add("compile", "Check policies and compile them to a bundle", compile_);
    if (!IsNamed(sub)) return;
    AddPolicyFiles(sub, compile_.policies);
    CLI::Option* output =
        sub.add_option("-o,--output", compile_.output, "Where the bundle is written")
            ->option_text("FILE");
    sub.add_option("--sign", compile_.sign, "A private key, which signs the bundle")
        ->check(IsThere)
        ->needs(output)
        ->option_text("FILE");
    sub.add_flag("--listing", compile_.listing, "Print the program's instructions");
    sub.add_flag("--costs", compile_.costs, "Print what each rule may cost at worst");
    AddFormat(sub, compile_.format);
  }

  void Lint() {
    CLI::App& sub = Add("lint", "Name what compiles but will probably surprise", lint_);
    if (!IsNamed(sub)) return;
    AddPolicyFiles(sub, lint_.policies);
    AddFormat(sub, lint_.format);
  }

  void Test() {
    CLI::App& sub = Add("test", "Run the tests that stand in the policies", test_);
    if (!IsNamed(sub)) return;
    AddPolicyFiles(sub, test_.policies);
    sub.add_flag("--coverage", test_.coverage, "Name what no test reaches");
    sub.add_flag("--mutants", test_.mutants, "Change the policies; name changes no test notices");
    AddFormat(sub, test_.format);
  }

  void Explain() {
    CLI::App& sub = Add("explain", "Show a recorded decision and what would change it", explain_);
    if (!IsNamed(sub)) return;
    CLI::Option* decision =
        sub.add_option("DECISION", explain_.decision,
                       "An id, 8 or more characters of it, or a path; not with --index")
            ->option_text(" ");
    CLI::Option* index =
        sub.add_flag("--index", explain_.index, "Show how each rule is found")->excludes(decision);
    AddRecords(sub, explain_.records);
    AddRepository(sub, explain_.repository);
    AddPolicyOptions(sub, explain_.policies);
    for (const char* of_index : {"--policy", "--bundle", "--param"}) {
      sub.get_option(of_index)->needs(index);
    }
    AddFormat(sub, explain_.format);
    sub.parse_complete_callback([decision, index] {
      if (decision->count() + index->count() == 0) throw CLI::RequiredError("DECISION");
    });
  }

  void Replay() {
    CLI::App& sub = Add("replay", "Decide a record again: the same bytes must come out", replay_);
    if (!IsNamed(sub)) return;
    sub.add_option("RECORD", replay_.record, "An id, 8 or more characters of it, or a path")
        ->required()
        ->option_text(" ");
    AddRecords(sub, replay_.records);
    AddRepository(sub, replay_.repository);
    AddConfig(sub, replay_.config);
    AddFormat(sub, replay_.format);
  }

  void Eval() {
    CLI::App& sub = Add("eval", "Evaluate one expression", eval_);
    if (!IsNamed(sub)) return;
    sub.add_option("EXPR", eval_.expression, "The expression")->required()->option_text(" ");
    sub.add_option("--with", eval_.input, "JSON: a request, or any object's members as names")
        ->check(IsThere)
        ->option_text("FILE|-");
    AddExpressionPolicies(sub, eval_.policies);
    AddFormat(sub, eval_.format);
  }

  void Repl() {
    CLI::App& sub = Add("repl", "Try expressions, line by line", repl_);
    if (!IsNamed(sub)) return;
    sub.add_option("--with", repl_.input, "JSON: a request, or any object's members as names")
        ->check(IsThere)
        ->option_text("FILE");
    AddExpressionPolicies(sub, repl_.policies);
  }

  void Key() {
    CLI::App& sub = *app_.add_subcommand("key", "Keys that sign bundles");
    sub.set_help_flag("--help,-h", "Print this help");
    if (!IsNamed(sub)) return;
    sub.require_subcommand(1);
    KeyCommand(sub, "new", "Make a private key; print its public key", KeyAct::New);
    KeyCommand(sub, "show", "Print the public key of a public or private one", KeyAct::Show);
  }

  void KeyCommand(CLI::App& key, const char* name, const char* meaning, KeyAct act) {
    CLI::App& sub = *key.add_subcommand(name, meaning);
    sub.set_help_flag("--help,-h", "Print this help");
    sub.add_option("FILE", key_.file, "The file of the key")
        ->required()
        ->check(IsThere)
        ->option_text(" ");
    sub.callback([this, act] {
      key_.act = act;
      arguments_.command = key_;
    });
  }

  void VerifyBundle() {
    CLI::App& sub =
        Add("verify-bundle", "Check a bundle and who signed it, and run nothing", verify_bundle_);
    if (!IsNamed(sub)) return;
    sub.add_option("FILE", verify_bundle_.file, "The bundle")
        ->required()
        ->check(IsThere)
        ->option_text(" ");
    sub.add_option("--key", verify_bundle_.keys, "Public keys; default: those of remit.yaml")
        ->check(IsThere)
        ->option_text("FILE...");
    AddConfig(sub, verify_bundle_.config);
    AddFormat(sub, verify_bundle_.format);
  }

  Arguments& arguments_;
  std::span<const char* const> words_;
  CLI::App app_;
  DecideArguments decide_;
  CheckArguments check_;
  InitArguments init_;
  AuditArguments audit_;
  CompileArguments compile_;
  LintArguments lint_;
  TestArguments test_;
  ExplainArguments explain_;
  ReplayArguments replay_;
  EvalArguments eval_;
  ReplArguments repl_;
  KeyArguments key_;
  VerifyBundleArguments verify_bundle_;
};

ArgumentsAnswer Refusal(const std::string& why, std::string help = {}) {
  if (help.empty()) help = "`remit --help` lists what there is";
  return {ExitCode::BadInput, "remit: error: " + EscapeText(why) + "\nhelp: " + help + "\n"};
}

ArgumentsAnswer UnknownCommand(const CLI::App& app, const std::string& name) {
  std::vector<std::string> names;
  for (const CLI::App* command : app.get_subcommands(nullptr)) names.push_back(command->get_name());
  return Refusal("no command `" + name + "`", Suggest(name, names));
}

}  // namespace

std::expected<Arguments, ArgumentsAnswer> ParseArguments(int argc, const char* const* argv) {
  Arguments arguments;
  Definitions definitions(arguments, {argv, static_cast<size_t>(argc)});
  CLI::App& app = definitions.app();
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    return std::unexpected(ArgumentsAnswer{ExitCode::Done, app.help()});
  } catch (const CLI::CallForVersion&) {
    return std::unexpected(ArgumentsAnswer{ExitCode::Done, std::string(kVersionText) + "\n"});
  } catch (const CLI::RequiredError& error) {
    const bool unknown = app.get_subcommands().empty() && argc > 1 && argv[1][0] != '-';
    return std::unexpected(unknown ? UnknownCommand(app, argv[1]) : Refusal(error.what()));
  } catch (const CLI::ParseError& error) {
    // The command may be half read: what it has is what was meant.
    const auto commands = app.get_subcommands();
    const std::string help = commands.empty() ? ""
                                              : "`remit " + commands.front()->get_name() +
                                                    " --help` lists what there is";
    return std::unexpected(Refusal(error.what(), help));
  }
  return arguments;
}

}  // namespace remit
