#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include <ddd/platform/memory_bus/memory_bus.hpp>
#include <ddd/simulation/faults.hpp>
#include <ddd/simulation/scheduler.hpp>
#include <ddd/simulation/statistics.hpp>

namespace ddd::simulation {

/// The durable log that every process reaches: what a MemoryBus keeps, and who waits for more of it.
class SharedBus {
 public:
  explicit SharedBus(Scheduler& scheduler) : scheduler_(scheduler), log_(scheduler.executor()) {}

  [[nodiscard]] MemoryBus& log() { return log_; }
  [[nodiscard]] const MemoryBus& log() const { return log_; }
  void await(const std::string& topic, Scheduler::Ticket reader) { waiting_[topic].push_back(reader); }
  /// Wakes every reader that waits for more of the topic.
  void appended(const std::string& topic);

 private:
  Scheduler& scheduler_;
  MemoryBus log_;
  std::map<std::string, std::vector<Scheduler::Ticket>> waiting_;
};

/// One process's way to the bus: calls take time and fail, batches are appended twice, delivered events come again.
class ProcessBus final : public EventBus {
 public:
  struct Surroundings {
    Scheduler& scheduler;
    const Faults& faults;
    Statistics& statistics;
    SharedBus& shared;
    Node node;
  };
  explicit ProcessBus(Surroundings surroundings) : at_(surroundings) {}

  [[nodiscard]] Task<Result<>> append(std::vector<Event> events) override;
  [[nodiscard]] Task<Result<>> bury(DeadLetter letter) override;
  [[nodiscard]] std::unique_ptr<BusReader> open(std::string group, std::string topic) override;
  [[nodiscard]] std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) override;

 private:
  Surroundings at_;
};

}  // namespace ddd::simulation
