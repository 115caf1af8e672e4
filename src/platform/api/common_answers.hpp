#pragma once

#include <map>
#include <string>
#include <vector>

#include <ddd/platform/api/route_table.hpp>

namespace ddd::api {

/// Every answer a route can give, by status: what it documents, and the refusals that the pipeline adds by the route's
/// access and rules. Of a status in both, the route's description stands and the codes are joined.
[[nodiscard]] std::map<int, DocumentedAnswer> all_answers(const Route& route, Mount mount);

}  // namespace ddd::api
