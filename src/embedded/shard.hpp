#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/embedded/housekeeping.hpp>
#include <ddd/embedded/services.hpp>
#include <ddd/embedded/world.hpp>
#include <ddd/platform/api/pipeline.hpp>
#include <ddd/platform/api/readiness.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/grpc/pipeline.hpp>
#include <ddd/platform/http/server.hpp>
#include <ddd/platform/messaging/outbox.hpp>
#include <ddd/platform/messaging/read_back.hpp>
#include <ddd/runtime/background.hpp>
#include <ddd/runtime/queue_timer.hpp>

namespace ddd::embedded {

struct Contexts;

/// One shard of the all-in-one process: all four contexts with their adapters and caches on one thread, serving every
/// port. The first shard also relays, consumes and sweeps. Everything but construction and destruction happens on the
/// shard's thread.
class Shard {
 public:
  struct Options {
    ShardExecutor executor;
    int number = 0;  ///< the first is 0
    Timestamp started_at;
    /// Hears every second whether the process is ready; of the first shard.
    std::function<void(bool)> on_readiness;
  };
  /// What a gRPC port serves on this shard.
  struct GrpcEndpoint {
    std::string service;
    std::uint16_t port = 0;
    std::unique_ptr<rpc::Pipeline> pipeline;
  };
  /// `world` outlives it.
  Shard(World& world, const Options& options);
  ~Shard();
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  [[nodiscard]] Contexts& contexts() { return *contexts_; }
  [[nodiscard]] ShardExecutor executor() const { return options_.executor; }
  [[nodiscard]] const std::vector<GrpcEndpoint>& grpc_endpoints() const { return grpc_endpoints_; }

  /// Takes over what a crash left behind (the first shard), hears what other processes broadcast, binds every port and
  /// starts the background work. Errors: `http.port_in_use` and the like, those of the stores.
  [[nodiscard]] Task<Result<>> start();
  /// Not ready any more: load balancers go elsewhere.
  [[nodiscard]] Task<Result<>> withdraw();
  /// Not ready any more, answers what is under way, ends the background work. True if nothing was cut.
  [[nodiscard]] Task<bool> stop();

 private:
  struct Listener {
    std::string service;
    std::unique_ptr<api::Pipeline> pipeline;
    std::unique_ptr<http::Server> server;
  };
  void add_listener(Service service);
  void add_grpc_endpoint(Service& service);
  [[nodiscard]] api::Pipeline::Dependencies pipeline_dependencies();
  void add_background();
  /// The relay of a context's outbox, and the way back.
  void add_outbox(const std::string& context, std::string_view topic, sqlite::Database& database);
  void add_groups(std::vector<GroupSubscription> subscriptions);
  [[nodiscard]] std::vector<api::HealthCheck> health_checks();
  [[nodiscard]] Task<Result<>> tell_readiness();

  World& world_;
  Options options_;
  TimerSleeper sleeper_;
  std::unique_ptr<Contexts> contexts_;
  EmbeddedBus bus_;
  std::vector<std::unique_ptr<Outbox>> outboxes_;
  std::vector<std::unique_ptr<OutboxReadBack>> read_backs_;
  ConsumerGroups groups_;
  Background background_;
  api::QueueWatch queue_;
  QueueTimer queue_timer_;
  TaskGroup measuring_;
  api::Readiness readiness_;
  std::vector<Listener> listeners_;
  std::vector<GrpcEndpoint> grpc_endpoints_;
};

}  // namespace ddd::embedded
