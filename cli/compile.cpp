#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "cli/commands.h"
#include "cli/diagnostics_json.h"
#include "cli/json_output.h"
#include "cli/load.h"
#include "cli/log.h"
#include "cli/output.h"
#include "cli/pretty.h"
#include "cli/write_whole.h"
#include "dsl/lint/lint.h"
#include "engine/base/escape.h"
#include "engine/bundle/key_file.h"
#include "engine/bundle/load.h"
#include "engine/bundle/seal.h"
#include "engine/program/cost.h"
#include "engine/program/disassemble.h"

namespace remit {
namespace {

// What is written is what can be loaded.
Result<Engine> LoadAgain(std::string_view file, const ProgramLimits& limits) {
  Result<Bundle> bundle = DecodeBundle(HeldBytes::Copy(file), limits);
  if (!bundle) return std::unexpected(bundle.error());
  return LoadEngine(*std::move(bundle), limits);
}

// Read-only, so that nobody writes over it in place while somebody has it mapped: what comes next
// is another file of that name.
Result<void> WriteBundle(const std::string& path, std::string_view bytes) {
  if (path.empty()) return {};
  if (Result<void> done = WriteWhole(path, bytes); !done) return done;
  namespace fs = std::filesystem;
  constexpr fs::perms kWrite =
      fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  std::error_code fault;
  if (fs::is_regular_file(path, fault)) {
    fs::permissions(path, kWrite, fs::perm_options::remove, fault);
  }
  if (fault) return Fail(ErrorKind::Io, "cannot be made read-only", path);
  return {};
}

std::string ProgramSummary(const Engine& engine, const std::string& signer) {
  const Program& program = engine.program();
  const size_t policies = program.policies.size();
  return (policies == 1 ? "1 policy" : std::to_string(policies) + " policies") + ", " +
         Count(program.rules.size(), "rule") + ", " + Count(program.code.size(), "instruction") +
         ", " + Count(engine.bytes().size(), "byte") + "\n" + DigestText(engine.digest()) + "\n" +
         (signer.empty() ? "" : "signed by " + signer + "\n");
}

struct CostRow {
  std::string_view kind;  // "rule", "let"
  std::string name;
  uint64_t units = 0;
};

// Of every rule and every let that has a name, the highest first; equal ones by name.
std::vector<CostRow> CostRows(const Program& program) {
  const ProgramCosts costs = BoundCosts(program);
  std::vector<CostRow> rows;
  for (uint32_t i = 0; i < costs.rules.size(); ++i) {
    rows.push_back({"rule", RuleTitle(program, i), costs.rules[i].units});
  }
  for (size_t i = 0; i < costs.lets.size(); ++i) {
    const StringId name = program.lets[i].name;
    if (name != kNone)
      rows.push_back({"let", std::string(program.strings[name]), costs.lets[i].units});
  }
  std::ranges::sort(rows, [](const CostRow& a, const CostRow& b) {
    return a.units != b.units ? a.units > b.units
                              : std::tie(a.name, a.kind) < std::tie(b.name, b.kind);
  });
  return rows;
}

std::string CostsText(const Program& program) {
  std::string text;
  for (const CostRow& row : CostRows(program)) {
    text += fmt::format("{:>20}  {}{}\n", UnitsText(row.units), row.kind == "let" ? "let " : "",
                        EscapeText(row.name));
  }
  return text;
}

std::string CostsJson(const Program& program) {
  std::string text;
  for (const CostRow& row : CostRows(program)) {
    text += text.empty() ? "[" : ",";
    text += JsonObject().Text(row.kind, row.name).Number("units", row.units).Close();
  }
  return text.empty() ? "[]" : text + "]";
}

std::string ProgramJson(const Engine& engine, const CompileArguments& arguments,
                        const std::string& signer, const std::string& diagnostics) {
  const Program& program = engine.program();
  JsonObject object;
  object.Text("digest", DigestText(engine.digest()))
      .Number("policies", program.policies.size())
      .Number("rules", program.rules.size())
      .Number("instructions", program.code.size())
      .Number("bytes", engine.bytes().size())
      .Raw("diagnostics", diagnostics);
  if (!signer.empty()) object.Text("signedBy", signer);
  if (arguments.costs) object.Raw("costs", CostsJson(program));
  if (arguments.listing) object.Text("listing", Disassemble(program));
  return object.Close();
}

// Of policies that were rejected: what can be said of them nevertheless.
void PrintRejected(const Compilation& compilation, const CompileArguments& arguments,
                   const std::string& diagnostics) {
  const bool costs = arguments.costs && compilation.refused;
  if (arguments.format == OutputFormat::Json) {
    JsonObject object;
    object.Raw("diagnostics", diagnostics);
    if (costs) object.Raw("costs", CostsJson(*compilation.refused));
    Print(object.Close() + "\n");
  } else if (costs) {
    Print(CostsText(*compilation.refused));
  }
}

}  // namespace

ExitCode RunCompile(const CompileArguments& arguments) {
  auto selection = SelectPolicies(arguments.policies);
  if (!selection) return selection.error();
  std::optional<SigningKey> key;
  if (!arguments.sign.empty()) {
    Result<SigningKey> read = ReadSigningKey(arguments.sign);
    if (!read) {
      PrintError(read.error());
      return ExitCode::BadInput;
    }
    key.emplace(*std::move(read));
  }
  auto compilation = CompileFiles(*selection, selection->files);
  if (!compilation) return compilation.error();
  const bool json = arguments.format == OutputFormat::Json;
  if (compilation->program) Lint(*compilation->bundle, compilation->diagnostics);
  const std::string diagnostics =
      json ? DiagnosticsJson(compilation->diagnostics, compilation->sources)
           : FormatDiagnostics(compilation->diagnostics, compilation->sources,
                               selection->options.source_limits);
  if (!json) PrintError(diagnostics);
  if (!compilation->program) {
    PrintRejected(*compilation, arguments, diagnostics);
    return ExitCode::Rejected;
  }
  Bundle bundle = SealCompilation(*compilation, selection->trusted);
  if (key) SignBundle(bundle, *key);
  const std::string file = EncodeBundle(bundle);
  const Result<Engine> engine = LoadAgain(file, selection->options.program_limits);
  Result<void> written =
      engine ? WriteBundle(arguments.output, file) : std::unexpected(engine.error());
  if (!written) {
    PrintError(written.error());
    return ExitCode::BadInput;
  }
  LogInfo("bundle: " + DigestText(engine->digest()));
  const std::string signer = key ? KeyId(PublicPart(*key)) : "";
  if (json) {
    Print(ProgramJson(*engine, arguments, signer, diagnostics) + "\n");
    return ExitCode::Done;
  }
  if (arguments.listing) Print(Disassemble(engine->program()));
  if (arguments.costs) Print(CostsText(engine->program()));
  if (!arguments.listing && !arguments.costs) Print(ProgramSummary(*engine, signer));
  return ExitCode::Done;
}

}  // namespace remit
