// The way in for embedders: load a program once, decide on any thread.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "engine/base/digest.h"
#include "engine/base/error.h"
#include "engine/base/held_bytes.h"
#include "engine/base/limits.h"
#include "engine/decide/deciding.h"
#include "engine/decide/decision.h"
#include "engine/decide/select.h"
#include "engine/decide/tables.h"
#include "engine/model/action.h"
#include "engine/vm/vm.h"

namespace remit {

// An encoded program as a bundle holds it.
struct SealedProgram {
  HeldBytes held;          // what `bytes` lie in
  std::string_view bytes;  // begin at a multiple of 64
  std::string manifest;    // whose SHA-256 records name
};

// A loaded program with its rule index. Immutable; one for all threads.
class Engine {
 public:
  // Decodes, verifies and indexes. BadProgram, Limit. Hosts have it from LoadEngine
  // (engine/bundle/load.h), which also holds the manifest against the program.
  // What is refused stays the caller's.
  static Result<Engine> Load(SealedProgram&& program, const ProgramLimits& limits = {});
  // A program by itself, which no record can name: for tests and measurements.
  static Result<Engine> Load(std::string_view program_bytes, const ProgramLimits& limits = {});

  const Program& program() const { return loaded_->program(); }
  const LoadedProgram& loaded() const { return *loaded_; }
  const RuleIndex& index() const { return index_; }
  const DecideTables& tables() const { return tables_; }
  std::string_view bytes() const { return sealed_.bytes; }
  const std::string& manifest() const { return sealed_.manifest; }
  const Digest& digest() const { return digest_; }  // SHA-256 of manifest(): the bundle's

  // The slot that `path` ("context.cost_usd") fills, or nullopt if no rule reads it.
  std::optional<uint32_t> FindSlot(std::string_view path) const;

 private:
  SealedProgram sealed_;
  Digest digest_;
  std::unique_ptr<const LoadedProgram> loaded_;
  RuleIndex index_;
  DecideTables tables_;
};

// One thread's deciding: owns the memory of the decision it returned last.
class Decider {
 public:
  // EveryRule evaluates all that covers an action: slow, and the same decisions.
  enum class Selection : uint8_t { ByIndex, EveryRule };
  explicit Decider(const Engine& engine, Selection selection = Selection::ByIndex);

  // `now` is the action's own time, or what the host stamps where it has none.
  const Decision& Decide(const Action& action, const Value& now);

  // From the action's text, `host_now` being what the host stamps where the action has no time. All
  // that ReadAction refuses. The text must live until the next decision only if the VM is asked for
  // slots afterwards.
  Result<const Decision*> Decide(std::string_view action_json, const Value& host_now);

  // Native values, no JSON: what is known of the action, by slot (Engine::FindSlot), and kNoFact
  // for each other slot. The decision is that of an action with nothing but its name and these
  // values; they are read where they stand, until the next decision. A name that is no action name
  // is covered by no policy: it escalates.
  const Decision& Decide(std::string_view action_name, std::span<const Value> facts);
  // The same in steps, which costs more: Begin, SetSlot for what is known, Decide by name.
  void Begin();
  void SetSlot(uint32_t slot, const Value& value) { vm_.SetSlot(slot, value); }
  const Decision& Decide(std::string_view action_name);

  Vm& vm() { return vm_; }
  const Engine& engine() const { return engine_; }

 private:
  const Decision& Judge(std::string_view action_name);
  const Decision& Evaluate(std::string_view action_name);  // the candidates

  const Engine& engine_;
  Vm vm_;
  Arena unusual_;  // actions that the VM does not read from their text
  Scratch scratch_;
  Selection selection_;
  Candidates candidates_;
  Decision decision_;
};

}  // namespace remit
