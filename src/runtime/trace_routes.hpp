#pragma once

#include <string>

#include <ddd/platform/api/route_table.hpp>
#include <ddd/platform/tracing/span_store.hpp>

namespace ddd {

/// GET /admin/traces and /admin/traces/{trace_id}, for administrators: what the process did in the last minutes.
/// `service` names the process; `store` outlives the table.
[[nodiscard]] api::RouteTable trace_routes(std::string service, tracing::SpanStore& store);

}  // namespace ddd
