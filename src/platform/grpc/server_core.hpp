#pragma once

#include <atomic>
#include <cstddef>
#include <vector>

#include <ddd/platform/grpc/core.hpp>
#include <ddd/platform/grpc/server.hpp>

namespace ddd::rpc {

/// What the calls of a server refer to; kept alive by them.
struct ServerCore {
  EventLoop& loop;
  ServerOptions options;
  std::vector<Server::Shard> shards;
  core::ServerHandle server;
  /// What gRPC calls the methods of the table, in its order.
  std::vector<void*> methods;
  std::atomic<std::size_t> next_shard{0};
  /// Under way: from their coming in until their answers are out.
  std::atomic<std::size_t> calls{0};
};

}  // namespace ddd::rpc
