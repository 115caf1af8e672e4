#pragma once

#include <ddd/basket/adapters/http/handlers.hpp>
#include <ddd/platform/api/route_table.hpp>

namespace ddd::basket {

/// The basket context's HTTP surface. `handlers` and `idempotency` outlive the table's use.
[[nodiscard]] api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency);

}  // namespace ddd::basket
