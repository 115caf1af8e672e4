#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/simulation/scheduler.hpp>

namespace ddd::simulation {

/// The wall clock of one node, which an operator may set.
class VirtualClock final : public Clock {
 public:
  explicit VirtualClock(const Scheduler& scheduler) : scheduler_(scheduler) {}
  [[nodiscard]] Timestamp now() const override { return kStart + scheduler_.now() + offset_; }
  void set(Micros offset) { offset_ = offset; }

 private:
  static constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};
  const Scheduler& scheduler_;
  Micros offset_{0};
};

class VirtualSleeper final : public Sleeper {
 public:
  VirtualSleeper(Scheduler& scheduler, Node node) : scheduler_(scheduler), node_(node) {}
  [[nodiscard]] Task<> sleep_for(std::chrono::milliseconds duration) override {
    return scheduler_.pause(node_, duration);
  }

 private:
  Scheduler& scheduler_;
  Node node_;
};

/// Identifiers that the seed decides.
class SeededIds final : public IdSource {
 public:
  SeededIds(const Clock& clock, std::uint64_t seed) : clock_(clock), random_(seed) {}
  [[nodiscard]] Uuid next() override;

 private:
  const Clock& clock_;
  Random random_;
};

}  // namespace ddd::simulation
