// Counting deciders under a lock, but only where one comes, goes or moves on: with each replacement
// once. A count per decision would be a write that all threads share.
#include "engine/decide/live_engine.h"

#include <algorithm>
#include <utility>

#include "engine/base/check.h"

namespace remit {

LiveEngine::LiveEngine(Engine first) {
  held_.push_back(std::make_unique<Held>(std::move(first), 1));
}

void LiveEngine::Replace(Engine next) {
  auto made = std::make_unique<Held>(std::move(next));
  std::unique_ptr<Held> unused;  // freed after the lock
  const std::lock_guard lock(mutex_);
  Held& before = *held_.back();
  made->version = before.version + 1;
  held_.push_back(std::move(made));
  unused = TakeUnused(before);
  version_.store(before.version + 1, std::memory_order_release);
}

size_t LiveEngine::kept() const {
  const std::lock_guard lock(mutex_);
  return held_.size();
}

LiveEngine::Held& LiveEngine::MoveOn(Held* left) {
  std::unique_ptr<Held> unused;
  const std::lock_guard lock(mutex_);
  Held& newest = *held_.back();
  ++newest.deciders;
  if (left != nullptr) {
    --left->deciders;
    unused = TakeUnused(*left);
  }
  return newest;
}

void LiveEngine::Leave(Held& left) {
  std::unique_ptr<Held> unused;
  const std::lock_guard lock(mutex_);
  --left.deciders;
  unused = TakeUnused(left);
}

std::unique_ptr<LiveEngine::Held> LiveEngine::TakeUnused(Held& held) {
  if (held.deciders > 0 || &held == held_.back().get()) return nullptr;
  const auto found = std::ranges::find(held_, &held, &std::unique_ptr<Held>::get);
  REMIT_CHECK(found != held_.end(), "a decider moved on from an engine that was not kept");
  std::unique_ptr<Held> taken = std::move(*found);
  held_.erase(found);
  return taken;
}

LiveDecider::LiveDecider(LiveEngine& live) : live_(live), held_(&live.MoveOn(nullptr)) {
  decider_.emplace(held_->engine);
}

LiveDecider::~LiveDecider() {
  decider_.reset();
  live_.Leave(*held_);
}

void LiveDecider::MoveOn() {
  decider_.reset();  // before its engine can go
  held_ = &live_.MoveOn(held_);
  decider_.emplace(held_->engine);
}

}  // namespace remit
