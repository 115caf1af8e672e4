#include <ddd/embedded/grpc_servers.hpp>

namespace ddd::embedded {

GrpcServers::GrpcServers(const ServerConfig& config, const std::vector<std::unique_ptr<Shard>>& shards, Log& log)
    : log_(log) {
  const auto count = shards.front()->grpc_endpoints().size();
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<rpc::Server::Shard> endpoints;
    for (const auto& shard : shards)
      endpoints.push_back({shard->executor(), shard->grpc_endpoints()[i].pipeline.get()});
    const auto& first = shards.front()->grpc_endpoints()[i];
    rpc::ServerOptions options{.address = config.bind, .port = first.port};
    listeners_.push_back({first.service, rpc::Server::create(loop_, std::move(options), std::move(endpoints))});
  }
}

Result<> GrpcServers::listen() {
  for (const auto& [service, server] : listeners_) {
    DDD_CHECK(server->listen());
    log_.info("listening", {{"listener", service + "-grpc"}, {"port", server->port()}});
  }
  return {};
}

void GrpcServers::set_serving(bool serving) {
  for (const auto& listener : listeners_) listener.server->set_serving(serving);
}

bool GrpcServers::drain(std::chrono::milliseconds limit) {
  const auto deadline = std::chrono::steady_clock::now() + limit;
  bool whole = true;
  for (const auto& listener : listeners_) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now());
    whole = listener.server->drain(std::max(left, std::chrono::milliseconds(0))) && whole;
  }
  return whole;
}

}  // namespace ddd::embedded
