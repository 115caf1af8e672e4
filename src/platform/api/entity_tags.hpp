#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// The strong entity tag of a version: "7" in quotes.
[[nodiscard]] std::string entity_tag(std::int64_t version);
/// Of a resource with two versions: "7.3" in quotes. If-Match compares the first.
[[nodiscard]] std::string entity_tag(std::int64_t version, std::int64_t second);

/// The version that the request's If-Match asks for; nothing when it has none or "*". Errors: `request.invalid`
/// (malformed) at /header/If-Match for anything that `entity_tag` does not make, weak tags and lists of tags included.
[[nodiscard]] Result<std::optional<std::int64_t>> if_match_version(const RouteRequest& request);

/// True if `if_none_match` ("*" or a list of tags) has `tag`, by the weak comparison that RFC 9110 §13.1.2 demands
/// here: a proxy that re-encodes a body weakens our tag, and the client's copy is still good. False for a malformed
/// list.
[[nodiscard]] bool none_match_has(std::string_view if_none_match, std::string_view tag);

}  // namespace ddd::api
