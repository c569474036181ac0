// Another program while threads decide: no decision waits, none is made by parts of two programs.
//
// Deciding writes to what the thread's own decider holds and to nothing that threads share: whether
// there is a newer program is one load of a number that changes with each replacement only.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "engine/decide/engine.h"

namespace remit {

// The engine that decides at present, and those before it that a decider still uses. Outlives its
// LiveDeciders.
class LiveEngine {
 public:
  explicit LiveEngine(Engine first);

  // On any thread. A decision that begins after it returned is made by `next`; one under way ends
  // by the engine it began with. It waits for neither.
  void Replace(Engine next);

  // 1 for the first engine, and one more with each replacement.
  uint64_t version() const { return version_.load(std::memory_order_acquire); }
  size_t kept() const;  // engines in memory: the present one and those still in use

 private:
  friend class LiveDecider;
  struct Held {
    Engine engine;
    uint64_t version = 0;
    size_t deciders = 0;
  };

  // Counts a decider over from `left` (nullptr: it is new) to the newest. Of engines that this
  // leaves without a decider the memory is freed.
  Held& MoveOn(Held* left);
  void Leave(Held& left);
  std::unique_ptr<Held> TakeUnused(Held& held);  // under mutex_; nullptr where it is still of use

  // What every decision reads lies by itself, so that no other write takes it from a core's cache.
  alignas(64) std::atomic<uint64_t> version_ = 1;
  alignas(64) mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Held>> held_;  // by version; the newest last
};

// One thread's deciding by whatever engine is the newest. It keeps the engine of its last decision
// in memory until it decides again or goes.
class LiveDecider {
 public:
  explicit LiveDecider(LiveEngine& live);
  ~LiveDecider();
  LiveDecider(const LiveDecider&) = delete;
  LiveDecider& operator=(const LiveDecider&) = delete;

  // The decider for one decision; asked anew for the next. What its last decision referred to, and
  // slots' numbers, are those of its engine: gone where `version` is another.
  Decider& Newest() {
    if (live_.version() != held_->version) MoveOn();
    return *decider_;
  }
  uint64_t version() const { return held_->version; }

 private:
  void MoveOn();

  LiveEngine& live_;
  LiveEngine::Held* held_;
  std::optional<Decider> decider_;
};

}  // namespace remit
