#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/http/message.hpp>

namespace ddd::api {

/// Who may call a route.
enum class Access {
  anyone,    ///< no token needed; a good one is used (admins see more), a bad one is 401
  user,      ///< any signed-in user
  admin,     ///< role admin; a user gets 403
  provider,  ///< the payment provider, which signs its body; the handler verifies
};

/// Which limits by address a route counts towards.
enum class RateClass {
  usual,  ///< that of all requests
  login,  ///< that of logins besides
};

enum class IdempotencyRule {
  ignored,   ///< credential routes and everything that isn't a POST
  optional,  ///< honoured when sent
  required,  ///< 400 `idempotency.key_required` without
};

/// A request as a route's handler sees it: matched, decoded, authenticated.
class RouteRequest {
 public:
  RouteRequest(const http::Request& raw, std::vector<std::string> path_values,
               std::vector<std::pair<std::string, std::string>> query)
      : raw_(raw), path_values_(std::move(path_values)), query_(std::move(query)) {}

  /// The n-th {parameter} of the route's path, percent-decoded.
  [[nodiscard]] const std::string& path(std::size_t n) const { return path_values_.at(n); }
  /// The value of a query parameter that the route declares; nothing when absent. The pipeline has refused unknown and
  /// repeated ones.
  [[nodiscard]] std::optional<std::string> query(std::string_view name) const;
  [[nodiscard]] const std::vector<std::string>& path_values() const { return path_values_; }
  [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& query_values() const { return query_; }
  [[nodiscard]] std::string_view body() const { return raw_.body; }
  [[nodiscard]] std::string_view header(std::string_view name) const { return raw_.header(name); }

 private:
  const http::Request& raw_;
  std::vector<std::string> path_values_;
  std::vector<std::pair<std::string, std::string>> query_;
};

using RouteHandler = std::function<Task<Result<http::Response>>(const CallContext&, const RouteRequest&)>;

struct QueryParameter {
  std::string name;
  std::string schema;  ///< JSON Schema text, e.g. {"type":"integer","minimum":1}
  std::string description;
};

struct DocumentedAnswer {
  int status = 200;
  std::string description;
  /// JSON Schema text of the body; empty for none, and from status 400 on for a problem.
  std::string schema;
  /// For problems: the codes this route can answer with under that status.
  std::vector<std::string> codes;
};

/// 304, of every route that answers 200 with an ETag.
[[nodiscard]] DocumentedAnswer not_modified();

/// What the OpenAPI document says of a route beyond what the route itself shows.
struct RouteDocs {
  std::string summary;
  std::string description;
  std::string request_schema;  ///< JSON Schema text; empty: the route takes no body and ignores one
  std::vector<QueryParameter> query;
  std::vector<DocumentedAnswer> answers;
};

/// One row of a context's route table. `path` is below /api/v1, with {named} parameters: "/products/{id}".
struct Route {
  http::Method method = http::Method::get;
  std::string path;
  std::string name;  ///< the use case, "get_product": operationId, metrics label, log field
  Access access = Access::anyone;
  IdempotencyRule idempotency = IdempotencyRule::ignored;
  RouteHandler handle;
  RouteDocs docs;
  /// True for routes whose body is not JSON (the webhook: any content type, its own limit).
  bool raw_body = false;
  std::size_t max_body_bytes = 1UL << 20;
  RateClass rate = RateClass::usual;
};

}  // namespace ddd::api
