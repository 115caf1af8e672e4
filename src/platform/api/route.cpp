#include <algorithm>

#include <ddd/platform/api/route.hpp>

namespace ddd::api {

std::optional<std::string> RouteRequest::query(std::string_view name) const {
  const auto found = std::ranges::find(query_, name, &std::pair<std::string, std::string>::first);
  return found == query_.end() ? std::nullopt : std::optional(found->second);
}

DocumentedAnswer not_modified() {
  return {304, "The client has it already, as its If-None-Match says.", "", {}};
}

}  // namespace ddd::api
