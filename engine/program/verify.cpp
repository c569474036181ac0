#include "engine/program/verify.h"

#include "engine/base/escape.h"
#include "engine/program/cost.h"
#include "engine/program/listing_text.h"
#include "engine/program/verification.h"

namespace remit {

bool Verification::Refuse(const ProgramPart& part, std::string_view why) {
  std::string text(part.kind);
  text += ' ';
  text += std::to_string(part.index);
  if (!part.inner_kind.empty()) {
    text += ", ";
    text += part.inner_kind;
    text += ' ';
    text += std::to_string(part.inner_index);
  }
  if (!part.note.empty()) {
    text += " (";
    text += part.note;
    text += ')';
  }
  text += ": ";
  text += why;
  return Refuse(text);
}

bool Verification::Refuse(std::string_view why) {
  if (!refusal) refusal = std::string(why);
  return false;
}

bool Verification::RefuseIndex(const ProgramPart& part, std::string_view what, uint32_t index,
                               size_t size) {
  std::string why("no ");
  why += what;
  why += ' ';
  why += index == kNone ? "is given" : std::to_string(index);
  why += ": there are ";
  why += std::to_string(size);
  return Refuse(part, why);
}

bool Verification::RefuseText(const ProgramPart& part, StringId id) {
  return Check(part, "string", id, program.strings.size()) &&
         Refuse(part, "string " + std::to_string(id) + " is not UTF-8");
}

bool Verification::CheckOptionalText(const ProgramPart& part, StringId id) {
  return id == kNone || CheckText(part, id);
}

bool Verification::CheckNote(const ProgramPart& part, TextId id) {
  return Check(part, "text", id, program.texts.size());
}

bool Verification::CheckTexts(const ProgramPart& part, std::span<const StringId> ids) {
  for (const StringId id : ids) {
    if (!CheckText(part, id)) return false;
  }
  return true;
}

bool Verification::CheckChunks(const ProgramPart& part, std::span<const ChunkId> ids) {
  for (const ChunkId id : ids) {
    if (!Check(part, "chunk", id, program.chunks.size())) return false;
  }
  return true;
}

Result<void> VerifyForm(const Program& program, const ProgramLimits& limits) {
  if (program.semantics != EngineSemantics()) {
    return Fail(ErrorKind::BadProgram, "the program was compiled for engine semantics `" +
                                           EscapeText(program.semantics, 60) +
                                           "`, this engine has `" + std::string(EngineSemantics()) +
                                           "`");
  }
  if (program.fuel > limits.fuel) {
    return Fail(ErrorKind::Limit, "the program's fuel of " + std::to_string(program.fuel) +
                                      " is over the limit of " + std::to_string(limits.fuel));
  }
  Verification v(program, limits);
  if (VerifyTables(v) && VerifyCode(v) && VerifyDecisions(v)) return {};
  return Fail(ErrorKind::BadProgram, *v.refusal);
}

namespace {

// "rule 1 (`p.r`)"
std::string Named(std::string_view kind, size_t index, std::string_view name) {
  std::string text = std::string(kind) + " " + std::to_string(index);
  return name.empty() ? text : text + " (`" + EscapeText(name, 100) + "`)";
}

std::unexpected<Error> TooCostly(const Program& program, const CostBound& cost, uint64_t limit,
                                 const std::string& what, const ProgramPlace& place) {
  return Fail(ErrorKind::Limit,
              what + ": it costs " + UnitsText(cost.units) + " units at worst, over the limit of " +
                  std::to_string(limit) + " (" + CostAdvice(program, cost) + ")",
              place.file == kNone ? "" : PlaceText(program, place));
}

}  // namespace

Result<void> VerifyCosts(const Program& program, const ProgramLimits& limits) {
  const ProgramCosts costs = BoundCosts(program);
  for (uint32_t i = 0; i < costs.rules.size(); ++i) {
    if (costs.rules[i].units <= limits.cost) continue;
    return TooCostly(program, costs.rules[i], limits.cost, Named("rule", i, RuleTitle(program, i)),
                     program.rules[i].place);
  }
  for (size_t i = 0; i < costs.lets.size(); ++i) {
    if (costs.lets[i].units <= limits.cost) continue;
    const Let& let = program.lets[i];
    const Chunk& chunk = program.chunks[let.chunk];
    return TooCostly(
        program, costs.lets[i], limits.cost,
        Named("let", i, let.name == kNone ? std::string_view() : program.strings[let.name]),
        PlaceNear(program, chunk.begin));
  }
  return {};
}

Result<void> VerifyProgram(const Program& program, const ProgramLimits& limits) {
  if (auto form = VerifyForm(program, limits); !form) return form;
  return VerifyCosts(program, limits);
}

}  // namespace remit
