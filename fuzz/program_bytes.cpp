// Any bytes as a program: what is decoded encodes to the same bytes; what the verifier accepts
// can be listed, loaded and run, whatever the facts are, without harm.
#include <array>
#include <limits>

#include "engine/base/check.h"
#include "engine/base/escape.h"
#include "engine/program/disassemble.h"
#include "engine/program/encode.h"
#include "engine/program/verify.h"
#include "engine/vm/vm.h"

namespace {

using remit::kNone;

// Facts of every kind; which slot gets which depends on `turn`.
class Facts {
 public:
  Facts() {
    entries_ = {remit::MapEntry{remit::MakeString("line"), remit::MakeInt(7)},
                {remit::MakeString("path"), remit::MakeString("a/b.env")},
                {remit::MakeString("text"), remit::MakeString("AKIA0123456789ABCDEF secret")}};
    const remit::Value map = remit::MakeMap(arena_, entries_);
    hits_ = {map, map};
    texts_ = {remit::MakeString("auth/key.pem"), remit::MakeString("2026-11-20T10:00:00Z"),
              remit::MakeString("\u00e9\U0001F600")};
    values_ = {remit::MakeNull(),
               remit::MakeBool(true),
               remit::MakeInt(std::numeric_limits<int64_t>::min()),
               remit::MakeInt(3),
               remit::MakeDouble(0.1),
               remit::MakeDouble(std::numeric_limits<double>::infinity()),
               remit::MakeString("1h30m"),
               remit::MakeString(""),
               remit::MakeList(texts_),
               remit::MakeList(hits_),
               map,
               remit::MakeTimestamp(remit::kMaxTimestampSeconds, 999'999'999),
               remit::MakeDuration(std::numeric_limits<int64_t>::min())};
  }

  const remit::Value& Pick(size_t slot, size_t turn) const {
    return values_[(slot * 5 + turn) % values_.size()];
  }

 private:
  remit::Arena arena_;
  std::array<remit::MapEntry, 3> entries_;
  std::array<remit::Value, 2> hits_;
  std::array<remit::Value, 3> texts_;
  std::array<remit::Value, 13> values_;
};

void RunOne(remit::Vm& vm, uint32_t chunk) {
  if (chunk == kNone) return;
  const remit::Value value = vm.Run(chunk);
  REMIT_CHECK(!value.is_error() || value.error != nullptr, "an error says what it is");
}

void RunEffect(remit::Vm& vm, const remit::Program& program, uint32_t effect) {
  for (const uint32_t chunk : program.ids[program.effects[effect].to]) RunOne(vm, chunk);
}

void RunRule(remit::Vm& vm, const remit::Program& program, const remit::Rule& rule) {
  vm.BeginRule();
  RunOne(vm, rule.applies);
  RunOne(vm, rule.measure);
  if (rule.hits != kNone) (void)vm.ReadLet(rule.hits);
  for (const remit::Band& band : program.bands[rule.bands]) {
    RunOne(vm, band.low);
    RunOne(vm, band.high);
    RunEffect(vm, program, band.effect);
  }
  for (const remit::Grant& grant : program.grants[rule.grants]) {
    RunOne(vm, grant.applies);
    RunEffect(vm, program, grant.effect);
  }
  RunOne(vm, rule.reason);
  RunEffect(vm, program, rule.effect);
}

void RunProgram(const remit::LoadedProgram& loaded) {
  static const Facts facts;
  const remit::Program& program = loaded.program();
  remit::Vm vm(loaded);
  for (size_t turn = 0; turn < 3; ++turn) {
    vm.Begin();
    for (size_t slot = 0; slot < program.slots.size(); ++slot) {
      vm.SetSlot(static_cast<uint32_t>(slot), facts.Pick(slot, turn));
    }
    for (const remit::Rule& rule : program.rules) RunRule(vm, program, rule);
    for (const remit::Let& let : program.lets) {
      vm.BeginRule();
      for (const uint32_t because : program.ids[let.because]) RunOne(vm, because);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  remit::ProgramLimits limits;
  limits.fuel = 100'000;  // enough for every path, little enough for many runs a second
  remit::Result<remit::Program> program = remit::DecodeProgram(bytes, limits);
  if (!program) return 0;
  REMIT_CHECK(remit::EncodeProgram(*program) == bytes, "one program has one encoding");
  const remit::Result<void> verified = remit::VerifyProgram(*program, limits);
  if (!verified) {
    const std::string& message = verified.error().message;
    REMIT_CHECK(remit::EscapeText(message) == message, "an error message is safe to print");
    return 0;
  }
  REMIT_CHECK(!remit::Disassemble(*program).empty(), "what is verified can be listed");
  const auto loaded = remit::LoadedProgram::Load(std::move(*program));
  if (loaded) RunProgram(**loaded);
  return 0;
}
