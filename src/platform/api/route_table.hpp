#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <ddd/platform/api/idempotency_store.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// Where the paths of a table's routes begin.
enum class Mount {
  api,   ///< below /api/v1, and without that prefix where the process answers bare paths
  root,  ///< at the path itself: operations and well-known documents
};

inline constexpr std::string_view kApiPrefix = "/api/v1";

/// The routes that one context (or the process itself) contributes.
struct RouteTable {
  std::string service;  ///< "payment-service": metrics label, OpenAPI tag
  std::vector<Route> routes;
  /// Where the context's idempotency records are read; outlives the pipeline. Null where no route honours a key.
  IdempotencyStore* idempotency = nullptr;
  Mount mount = Mount::api;
};

}  // namespace ddd::api
