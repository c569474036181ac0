// Lines in, values out. A line is an expression or a command that begins with a colon.
#include <functional>
#include <map>
#include <utility>

#include "cli/commands.h"
#include "cli/complete.h"
#include "cli/evaluate.h"
#include "cli/line_editor.h"
#include "cli/output.h"
#include "dsl/parse/parse.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

constexpr std::string_view kHelp =
    "An expression is evaluated; Tab completes, the arrows go through earlier lines, Ctrl-C takes\n"
    "the line back, Ctrl-D ends.\n"
    "  :type EXPR   what is known of its type without evaluating it\n"
    "  :fuel EXPR   what evaluating it uses up\n"
    "  :with FILE   another input: JSON, a request or an object whose members are names\n"
    "  :names       the names there are\n"
    "  :help        this\n"
    "  :quit        the end, as at the end of the input\n";

struct Session {
  PolicySelection selection;
  EvaluationInput input;
  std::vector<std::string> declared{};  // by the policy
  bool failed = false;                  // a line was no expression, or its value an error
};

std::vector<std::string> NamesOf(const Session& session) {
  std::vector<std::string> names = session.declared;
  for (const auto& variable : session.input.variables()) names.push_back(variable.name);
  return names;
}

// What the first policy file declares, as its tree says.
std::vector<std::string> DeclaredNames(const PolicySelection& selection) {
  std::vector<std::string> names;
  if (selection.files.empty()) return names;
  Result<std::string> text = ReadSourceFile(selection.files[0], selection.options.source_limits);
  if (!text) return names;
  SourceSet sources;
  Diagnostics diagnostics;
  const FileId id = sources.Add(selection.files[0], *std::move(text));
  const ast::File tree = ParseFile(sources, id, diagnostics, selection.options.source_limits);
  for (const ast::Item& item : tree.items) {
    std::visit(
        [&](const auto& node) {
          using Node = std::decay_t<decltype(node)>;
          constexpr bool names_no_value = std::is_same_v<Node, ast::Rule> ||
                                          std::is_same_v<Node, ast::Test> ||
                                          std::is_same_v<Node, ast::Type>;
          if constexpr (std::is_same_v<Node, ast::Define>) {
            names.push_back(node.name.text + "(");
          } else if constexpr (!names_no_value) {
            names.push_back(node.name.text);
          }
        },
        item.node);
  }
  return names;
}

void ShowFailure(Session& session, const Evaluated& evaluated) {
  session.failed = true;
  if (evaluated.error) PrintError(*evaluated.error);
}

void ShowValue(Session& session, const Evaluated& evaluated) {
  if (evaluated.error) return ShowFailure(session, evaluated);
  Print(evaluated.value + "\n");
}

// Evaluates, says what the compiler says, and shows the rest by `show`.
void Try(Session& session, std::string_view text,
         const std::function<void(Session&, const Evaluated&)>& show) {
  const Evaluated evaluated = Evaluate(text, session.input, session.selection);
  PrintError(evaluated.diagnostics);
  if (evaluated.compiled) return show(session, evaluated);
  session.failed = true;
}

void TryType(Session& session, std::string_view text) {
  Try(session, text, [](Session&, const Evaluated& it) { Print(EscapeText(it.type) + "\n"); });
}

void TryFuel(Session& session, std::string_view text) {
  Try(session, text, [](Session&, const Evaluated& it) {
    Print(std::to_string(it.fuel) + (it.fuel == 1 ? " unit\n" : " units\n"));
  });
}

void ReadOther(Session& session, std::string_view path) {
  Result<EvaluationInput> input =
      ReadEvaluationInput(std::string(path), DocumentLimits(session.selection.config));
  if (input) {
    session.input = *std::move(input);
    return;
  }
  session.failed = true;
  PrintError(input.error());
}

void ShowNames(Session& session, std::string_view) {
  for (const std::string& name : NamesOf(session)) Print(EscapeText(name) + "\n");
  for (const char* name : {"subject", "action", "resource", "context", "now"}) {
    Print(std::string(name) + "\n");
  }
}

void ShowHelp(Session&, std::string_view) { Print(kHelp); }

using Command = void (*)(Session&, std::string_view);
const std::map<std::string_view, Command>& Commands() {
  static const std::map<std::string_view, Command> kCommands = {{":type", TryType},
                                                                {":fuel", TryFuel},
                                                                {":with", ReadOther},
                                                                {":names", ShowNames},
                                                                {":help", ShowHelp}};
  return kCommands;
}

// A line that begins with a colon goes on as a command.
std::vector<std::string> CompleteLine(const Session& session, std::string_view before) {
  if (!before.starts_with(':') || before.contains(' ')) {
    return Complete(before, {NamesOf(session), &session.input.action()});
  }
  std::vector<std::string> words = {":quit"};
  for (const auto& [name, command] : Commands()) words.emplace_back(name);
  std::erase_if(words, [&](const std::string& word) { return !word.starts_with(before); });
  return words;
}

std::string_view Trimmed(std::string_view text) {
  const size_t first = text.find_first_not_of(" \t\r");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r") + 1 - first);
}

// False where the session is to end.
bool Answer(Session& session, std::string_view line) {
  const std::string_view text = Trimmed(line);
  if (text.empty()) return true;
  if (text.front() != ':') {
    Try(session, text, ShowValue);
    return true;
  }
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  if (word == ":quit" || word == ":q") return false;
  const auto command = Commands().find(word);
  if (command != Commands().end()) {
    command->second(session, Trimmed(text.substr(word.size())));
    return true;
  }
  session.failed = true;
  PrintError(Error{ErrorKind::BadInput,
                   "no command `" + EscapeText(word, 40) + "`; :help lists them", ""});
  return true;
}

}  // namespace

ExitCode RunRepl(const ReplArguments& arguments) {
  auto selection = SelectForExpressions(arguments.policies);
  if (!selection) return selection.error();
  Session session{*std::move(selection), {}};
  session.declared = DeclaredNames(session.selection);
  if (!arguments.input.empty()) ReadOther(session, arguments.input);
  if (session.failed) return ExitCode::BadInput;
  // A policy that does not compile would refuse every line: said once, before the first.
  const Evaluated first = Evaluate("true", session.input, session.selection);
  if (!first.compiled) {
    PrintError(first.diagnostics);
    return ExitCode::Rejected;
  }
  LineEditor editor(HistoryFile(),
                    [&](std::string_view before) { return CompleteLine(session, before); });
  if (editor.is_terminal()) Print("remit: expressions, or :help\n");
  while (FlushOutput()) {
    const std::optional<std::string> line = editor.Read("> ");
    if (!line || !Answer(session, *line)) break;
  }
  // A person has seen what failed; a script has to be told.
  return session.failed && !editor.is_terminal() ? ExitCode::Escalate : ExitCode::Done;
}

}  // namespace remit
