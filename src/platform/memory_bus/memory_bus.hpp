#pragma once

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <ddd/platform/async/signal.hpp>
#include <ddd/platform/messaging/bus.hpp>

namespace ddd {

/// The bus in memory, on one shard: for tests and simulation, and the executable specification of the contract.
class MemoryBus final : public EventBus {
 public:
  explicit MemoryBus(ShardExecutor executor) : executor_(executor) {}

  [[nodiscard]] Task<Result<>> append(std::vector<Event> events) override;
  [[nodiscard]] Task<Result<>> bury(DeadLetter letter) override;
  [[nodiscard]] std::unique_ptr<BusReader> open(std::string group, std::string topic) override;
  [[nodiscard]] std::unique_ptr<BusReader> replay(std::string topic, Timestamp since) override;

  // What is kept, for tests and checks.
  [[nodiscard]] const std::map<std::string, std::vector<Event>>& topics() const { return topics_; }
  /// By group and topic; how many events of the topic the group is done with.
  [[nodiscard]] const std::map<std::pair<std::string, std::string>, std::int64_t>& committed() const {
    return committed_;
  }
  [[nodiscard]] const std::vector<DeadLetter>& dead_letters() const { return dead_letters_; }

 private:
  friend class MemoryReader;

  ShardExecutor executor_;
  std::map<std::string, std::vector<Event>> topics_;
  std::map<std::pair<std::string, std::string>, std::int64_t> committed_;
  std::vector<DeadLetter> dead_letters_;
  std::vector<Signal*> watchers_;
};

}  // namespace ddd
