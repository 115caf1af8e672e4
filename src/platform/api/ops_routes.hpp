#pragma once

#include <span>
#include <string>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/api/readiness.hpp>
#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/metrics/registry.hpp>

namespace ddd::api {

/// What /info says of the process.
struct ProcessInfo {
  std::string name;  ///< "payment-service"
  std::string version;
  std::string commit;
  std::string world;  ///< "embedded" or "full"
  Timestamp started_at;
};

/// GET /livez /readyz /health /metrics /info /openapi.json /docs, at the root, for everybody. /health is another name
/// of /readyz. The OpenAPI document describes `tables` and these routes themselves; it is made once, here. `readiness`
/// and `metrics` outlive the table; `tables` are read now.
[[nodiscard]] RouteTable ops_routes(ProcessInfo info, Readiness& readiness, const metrics::Registry& metrics,
                                    std::span<const RouteTable> tables);

}  // namespace ddd::api
