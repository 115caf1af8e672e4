#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include <ddd/embedded/config.hpp>
#include <ddd/embedded/shard.hpp>
#include <ddd/platform/grpc/event_loop.hpp>
#include <ddd/platform/grpc/server.hpp>
#include <ddd/platform/log/log.hpp>

namespace ddd::embedded {

/// The gRPC servers of the process: one per service on the service's own port, each over all shards, with one thread
/// for all. Used by the thread that owns the process, but for `set_serving`; ends when the shards have stopped.
class GrpcServers {
 public:
  /// `shards` and `log` outlive it.
  GrpcServers(const ServerConfig& config, const std::vector<std::unique_ptr<Shard>>& shards, Log& log);

  /// Errors: `grpc.port_in_use`, `grpc.cannot_listen`.
  [[nodiscard]] Result<> listen();
  /// What the health services say, from any thread.
  void set_serving(bool serving);
  /// Ends all within `limit`, while the shards run. True if nothing was cut.
  bool drain(std::chrono::milliseconds limit);

 private:
  struct Listener {
    std::string service;
    std::unique_ptr<rpc::Server> server;
  };
  Log& log_;
  rpc::EventLoop loop_;
  std::vector<Listener> listeners_;
};

}  // namespace ddd::embedded
