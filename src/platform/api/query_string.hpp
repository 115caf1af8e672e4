#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

using QueryPairs = std::vector<std::pair<std::string, std::string>>;

/// The names and values of a query, decoded, in order. Errors: `request.invalid` (malformed).
[[nodiscard]] Result<QueryPairs> parse_query(std::string_view raw);

/// Refuses names that `declared` does not have and names given twice, all of them at once: `request.invalid`
/// (malformed) with violations "unknown" and "repeated" at /query/<name>.
[[nodiscard]] Result<> check_declared(const QueryPairs& query, std::span<const QueryParameter> declared);

/// A malformed request with `violations`: the one form of "this can't be read" outside of bodies.
[[nodiscard]] Error invalid_request(std::vector<Violation> violations);

/// "/query/<name>" as a JSON pointer (RFC 6901 escapes), long names cut.
[[nodiscard]] std::string query_pointer(std::string_view name);

}  // namespace ddd::api
