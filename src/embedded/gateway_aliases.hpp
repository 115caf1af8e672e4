#pragma once

#include <ddd/platform/api/route_table.hpp>

namespace ddd::embedded {

/// What the gateway has besides the services' own paths: /basket... for each /users/basket... of the table, answered by
/// the same handlers under names of their own, "<name>_at_gateway". The other routes are left out.
[[nodiscard]] api::RouteTable gateway_aliases(const api::RouteTable& table);

}  // namespace ddd::embedded
