#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/async/task.hpp>

namespace ddd::rpc {

class EventLoop;
class Pipeline;

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0: any free one; see Server::port()
  std::size_t max_message_bytes =
      1024 * 1024;  ///< a longer one is RESOURCE_EXHAUSTED, whether it was compressed or not
  std::size_t max_metadata_bytes = 16UL * 1024;
  std::size_t max_calls = 1024;                 ///< under way at once; more are UNAVAILABLE
  std::size_t max_calls_of_a_connection = 256;  ///< more wait in the client
};

/// A gRPC server for one service: plaintext, with the standard health service and reflection. Owned by the process; its
/// calls come in on the loop's thread and run on the shards in turn, each on the pipeline of that shard, which answers
/// them itself. `set_serving` may be called from any thread, the rest from any that is neither a shard nor the loop's.
class Server {
 public:
  struct Shard {
    ShardExecutor executor;
    Pipeline* pipeline = nullptr;
  };

  /// `shards` has at least one; all pipelines have the same service and outlive the server. `loop` outlives both.
  [[nodiscard]] static std::unique_ptr<Server> create(EventLoop& loop, ServerOptions options,
                                                      std::vector<Shard> shards);
  /// Drains first, for no time at all, if nobody did.
  virtual ~Server() = default;

  /// Binds and starts serving. Errors: `grpc.port_in_use`, `grpc.cannot_listen` (unavailable), with address and port in
  /// the message.
  [[nodiscard]] virtual Result<> listen() = 0;
  /// The port that is bound after `listen`.
  [[nodiscard]] virtual std::uint16_t port() const = 0;

  /// What the health service says of the service; SERVING from `listen` on, NOT_SERVING for good from `drain` on.
  virtual void set_serving(bool serving) = 0;

  /// Takes no new call and returns when none is left or `limit` is over, then the rest end as UNAVAILABLE. The shards
  /// must run meanwhile. True if nothing was cut.
  virtual bool drain(std::chrono::milliseconds limit) = 0;
};

}  // namespace ddd::rpc
