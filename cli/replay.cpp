#include "engine/ledger/replay.h"

#include "cli/commands.h"
#include "cli/json_output.h"
#include "cli/output.h"
#include "cli/records.h"
#include "engine/base/escape.h"

namespace remit {
namespace {

std::string ReplayJson(const Replay& replay) {
  JsonObject object;
  object.Text("replay", replay.same ? "same" : "different");
  if (!replay.same) object.Text("difference", replay.difference);
  return object.Text("recorded", DigestText(Sha256(replay.recorded_core)))
      .Text("replayed", DigestText(Sha256(replay.replayed_core)))
      .Close();
}

std::string PrettyReplay(const Replay& replay) {
  const std::string digest = DigestText(Sha256(replay.replayed_core));
  if (replay.same) return "same: the decision came out again, byte for byte\n  " + digest + "\n";
  return "different: " + EscapeText(replay.difference) + "\n  recorded " +
         DigestText(Sha256(replay.recorded_core)) + "\n  replayed " + digest + "\n";
}

}  // namespace

ExitCode RunReplay(const ReplayArguments& arguments) {
  Result<NamedRecord> record =
      FindNamedRecord(arguments.record, arguments.records, arguments.config);
  if (!record) {
    PrintError(record.error());
    return ExitCode::BadInput;
  }
  Result<Replay> replay =
      ReplayRecord(record->text, record->store, RestoreFrom(arguments.repository));
  if (!replay) {
    PrintError(replay.error());
    return ExitCode::BadInput;
  }
  const bool json = arguments.format == OutputFormat::Json;
  Print(json ? ReplayJson(*replay) + "\n" : PrettyReplay(*replay));
  return replay->same ? ExitCode::Done : ExitCode::Escalate;
}

}  // namespace remit
