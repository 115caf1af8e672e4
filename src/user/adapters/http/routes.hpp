#pragma once

#include <ddd/platform/api/route_table.hpp>
#include <ddd/user/adapters/http/handlers.hpp>

namespace ddd::user {

/// The user context's HTTP surface. Both outlive the table's use. Of the routes that are POST, those that take
/// credentials honour no idempotency key.
[[nodiscard]] api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency);
/// Its well-known documents, outside the API's prefix.
[[nodiscard]] api::RouteTable well_known_table(HttpHandlers& handlers);

}  // namespace ddd::user
