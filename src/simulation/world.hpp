#pragma once

#include <array>
#include <memory>
#include <optional>

#include <ddd/simulation/contexts.hpp>
#include <ddd/simulation/history.hpp>
#include <ddd/simulation/request.hpp>
#include <ddd/simulation/surroundings.hpp>

namespace ddd::simulation {

/// The whole shop in one thread: four processes that crash and come again, their stores, the bus, the provider, the
/// network between them and the people who use it.
class World {
 public:
  World(std::uint64_t seed, const Faults& faults, const Wrappers& wrappers, Instruments instruments);
  ~World();
  World(const World&) = delete;
  World& operator=(const World&) = delete;

  /// Starts every process, without faults until `begin_faults`.
  void open();
  void begin_faults() { faults_ = chosen_faults_; }
  /// From here on nothing goes wrong any more, and everything that is down comes up.
  void heal();

  /// Lets one thing happen, a fault before it perhaps; false when nothing is left to happen.
  bool step();
  /// Lets everything happen that is due within that time.
  void pass(Micros time);

  /// Over the network, as any client; nothing when no answer came.
  [[nodiscard]] Task<std::optional<Answer>> send(Node to, Request request);

  [[nodiscard]] Scheduler& scheduler() { return scheduler_; }
  [[nodiscard]] const Stores& stores() const { return stores_; }
  [[nodiscard]] Provider& provider() { return provider_; }
  [[nodiscard]] const MemoryBus& bus() const { return bus_.log(); }
  [[nodiscard]] Watch& watch() { return watch_; }
  [[nodiscard]] History& history() { return history_; }
  [[nodiscard]] Statistics& statistics() { return statistics_; }
  [[nodiscard]] const Faults& faults() const { return faults_; }

 private:
  void crash(Node node);
  void set_a_clock();
  void start(Node node);
  [[nodiscard]] Task<> come_up(Node node, Micros after);
  [[nodiscard]] Task<http::Response> answer(Node node, const http::Request& request);
  [[nodiscard]] Task<> tell(std::string event_id, std::string type, std::string intent_id);
  [[nodiscard]] const Clock& clock(Node node) const { return clocks_[static_cast<std::size_t>(node)]; }

  Scheduler scheduler_;
  Faults chosen_faults_;
  Faults faults_;
  Wrappers wrappers_;
  Statistics statistics_;
  Stores stores_;
  std::array<VirtualClock, 5> clocks_;
  SeededIds ids_;
  std::uint64_t opaque_tokens_ = 0;
  Network network_;
  Provider provider_;
  Watch watch_;
  SharedBus bus_;
  History history_;
  Services services_;
  Surroundings surroundings_;
  bool healed_ = false;

  std::unique_ptr<UserProcess> user_;
  std::unique_ptr<ProductProcess> product_;
  std::unique_ptr<BasketProcess> basket_;
  std::unique_ptr<PaymentProcess> payment_;
};

}  // namespace ddd::simulation
