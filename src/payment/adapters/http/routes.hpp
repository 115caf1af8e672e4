#pragma once

#include <ddd/payment/adapters/http/handlers.hpp>
#include <ddd/platform/api/route_table.hpp>

namespace ddd::payment {

/// The payment context's HTTP surface. `handlers` and `idempotency` outlive the table's use.
[[nodiscard]] api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency);

}  // namespace ddd::payment
