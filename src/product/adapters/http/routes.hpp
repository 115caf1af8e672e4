#pragma once

#include <ddd/platform/api/route_table.hpp>
#include <ddd/product/adapters/http/handlers.hpp>

namespace ddd::product {

/// The product context's HTTP surface. `handlers` and `idempotency` outlive the table's use.
[[nodiscard]] api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency);

}  // namespace ddd::product
