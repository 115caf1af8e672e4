#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/embedded/config.hpp>
#include <ddd/platform/api/ops_routes.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/grpc/service.hpp>

namespace ddd::embedded {

struct Contexts;

/// What one port serves, and the gRPC port beside it.
struct Service {
  std::string name;
  std::uint16_t port = 0;
  std::vector<api::RouteTable> tables;
  /// Also without /api/v1, as the gateway does.
  bool bare_paths = false;
  std::uint16_t grpc_port = 0;
  std::optional<rpc::Service> grpc;
};

/// The ports of the all-in-one process: first the one that serves everything, then one per context. The tables refer to
/// `contexts`.
[[nodiscard]] std::vector<Service> services(Contexts& contexts, const ServerConfig& config);

/// The routes for operators that every port has besides, made for the service's tables. The arguments outlive the
/// table.
[[nodiscard]] api::RouteTable ops_routes(const Service& service, Timestamp started_at, api::Readiness& readiness,
                                         const metrics::Registry& metrics);

}  // namespace ddd::embedded
