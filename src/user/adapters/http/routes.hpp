#pragma once

#include <ddd/platform/api/route_table.hpp>
#include <ddd/user/adapters/http/handlers.hpp>

namespace ddd::user {

/// The user context's HTTP surface. `handlers` outlives the table's use. No route honours an idempotency key: those
/// that are POST take credentials.
[[nodiscard]] api::RouteTable route_table(HttpHandlers& handlers);
/// Its well-known documents, outside the API's prefix.
[[nodiscard]] api::RouteTable well_known_table(HttpHandlers& handlers);

}  // namespace ddd::user
