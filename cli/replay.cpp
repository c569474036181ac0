#include "engine/ledger/replay.h"

#include "cli/commands.h"
#include "cli/output.h"
#include "cli/records.h"
#include "engine/base/escape.h"

namespace remit {

ExitCode RunReplay(const ReplayArguments& arguments) {
  Result<NamedRecord> record =
      FindNamedRecord(arguments.record, arguments.records, arguments.config);
  if (!record) {
    PrintError(record.error());
    return ExitCode::BadInput;
  }
  Result<Replay> replay = ReplayRecord(record->text, record->store);
  if (!replay) {
    PrintError(replay.error());
    return ExitCode::BadInput;
  }
  const std::string digest = DigestText(Sha256(replay->replayed_core));
  if (replay->same) {
    Print("same: the decision came out again, byte for byte\n  " + digest + "\n");
    return ExitCode::Done;
  }
  Print("different: " + EscapeText(replay->difference) + "\n  recorded " +
        DigestText(Sha256(replay->recorded_core)) + "\n  replayed " + digest + "\n");
  return ExitCode::Escalate;
}

}  // namespace remit
