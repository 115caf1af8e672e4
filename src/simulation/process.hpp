#pragma once

#include <memory>
#include <string>
#include <vector>

#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/lifecycle/periodic_job.hpp>
#include <ddd/platform/messaging/broadcast.hpp>
#include <ddd/platform/messaging/group_runner.hpp>
#include <ddd/platform/messaging/relay.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/simulation/accounts.hpp>
#include <ddd/simulation/disk.hpp>
#include <ddd/simulation/repositories.hpp>
#include <ddd/simulation/surroundings.hpp>

namespace ddd::simulation {

/// What every service's process has besides its context: a relay, consumers, jobs and an API. It lives until it
/// crashes; what it holds in memory is then gone.
class Process {
 public:
  /// `clock` is the node's and outlives its processes, as `ids` do.
  Process(const Surroundings& at, Node node, const Clock& clock, IdSource& ids, MemoryEffects& effects);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  [[nodiscard]] Task<http::Response> answer(const http::Request& request) { return handler_(request); }

  Surroundings at;
  const Node node;
  const Clock& clock;
  IdSource& ids;

 protected:
  class Silence final : public UseCaseObserver {
   public:
    void finished(const CallContext&, std::string_view, std::chrono::steady_clock::duration, const Error*) override {}
  };

  ~Process() = default;
  /// Takes part in the world from here on.
  void run(api::RouteTable routes, std::vector<GroupSubscription> groups, std::vector<PeriodicJob> jobs,
           const Wrapper<Outbox>& outbox_wrapper = {}, const Wrapper<EventBus>& bus_wrapper = {});
  void listen(const std::string& topic, std::vector<BroadcastSubscription> subscriptions);

  Disk disk;
  DistantAnswers answers;
  Silence observer;

 private:
  void written();
  [[nodiscard]] Task<> publish();
  [[nodiscard]] Task<> repeat(PeriodicJob job);
  [[nodiscard]] Task<> hear(BroadcastRunner& runner);

  DistantOutbox outbox_;
  std::unique_ptr<Wrapped<Outbox>> used_outbox_;
  ProcessBus bus_;
  std::unique_ptr<Wrapped<EventBus>> used_bus_;
  VirtualSleeper sleeper_;
  PlainTokens authenticator_;
  std::unique_ptr<OutboxRelay> relay_;
  Scheduler::Ticket relay_waits_;
  bool has_written_ = false;
  std::vector<std::unique_ptr<GroupRunner>> groups_;
  std::vector<std::unique_ptr<BroadcastRunner>> broadcasts_;
  std::unique_ptr<api::Pipeline> pipeline_;
  http::Handler handler_;
};

}  // namespace ddd::simulation
