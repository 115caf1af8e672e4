#include <string>
#include <utility>
#include <vector>

#include <ddd/platform/json/schema.hpp>
#include <ddd/user/adapters/http/dto.hpp>
#include <ddd/user/adapters/http/route_parts.hpp>
#include <ddd/user/adapters/http/routes.hpp>

namespace ddd::user {
namespace {

using api::Access;
using api::Route;
using http::Method;

constexpr std::string_view kService = "user-service";

void add_account_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/users/register",
                    .name = "register_user",
                    .handle = bind(handlers, &HttpHandlers::register_user),
                    .docs = {.summary = "Open an account",
                             .request_schema = json::schema<RegisterBody>(),
                             .answers = {one_user(201, "The new user."),
                                         {409, "There is an account with this address.", "", {"user.email_taken"}},
                                         broken_rule(),
                                         passwords_shed()}}});
  routes.push_back({.method = Method::get,
                    .path = "/users/profile",
                    .name = "get_profile",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::get_profile),
                    .docs = {.summary = "Read one's own data",
                             .answers = {one_user(200, "The user."), api::not_modified(), user_not_found()}}});
  for (const auto method : {Method::put, Method::patch}) {
    routes.push_back({.method = method,
                      .path = "/users/profile",
                      .name = method == Method::put ? "replace_profile" : "update_profile",
                      .access = Access::user,
                      .handle = bind(handlers, &HttpHandlers::update_profile),
                      .docs = {.summary = "Edit one's own name",
                               .description = "Fields that are left out stay as they are. If-Match is honoured.",
                               .request_schema = json::schema<ProfileBody>(),
                               .answers = {one_user(200, "The user after the edit."), user_not_found(), user_stale(),
                                           broken_rule()}}});
  }
}

void add_session_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/users/login",
                    .name = "log_in",
                    .handle = bind(handlers, &HttpHandlers::log_in),
                    .docs = {.summary = "Log in",
                             .request_schema = json::schema<LoginBody>(),
                             .answers = {{200, "Tokens and the user.", json::schema<SignedInBody>(), {}},
                                         {401,
                                          "Address or password is wrong, or the account is inactive.",
                                          "",
                                          {"auth.invalid_credentials"}},
                                         too_many_logins(),
                                         passwords_shed()}},
                    .rate = api::RateClass::login});
  routes.push_back({.method = Method::post,
                    .path = "/users/refresh-token",
                    .name = "refresh_session",
                    .handle = bind(handlers, &HttpHandlers::refresh_session),
                    .docs = {.summary = "Trade a refresh token for new tokens",
                             .description = "Each refresh token is good once. A second use ends its session.",
                             .request_schema = json::schema<RefreshTokenBody>(),
                             .answers = {{200, "New tokens.", json::schema<TokenPairBody>(), {}},
                                         {401,
                                          "The token is unknown, expired, revoked, or was used before.",
                                          "",
                                          {"auth.invalid_refresh_token", "auth.refresh_reused"}}}}});
  routes.push_back({.method = Method::post,
                    .path = "/users/logout",
                    .name = "log_out",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::log_out),
                    .docs = {.summary = "End the session of a refresh token",
                             .description = "A token that is unknown or somebody else's changes nothing.",
                             .request_schema = json::schema<RefreshTokenBody>(),
                             .answers = {{204, "That session has ended.", "", {}}}}});
}

void add_validation_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  const auto add = [&](std::string path, std::string name) {
    routes.push_back({.method = Method::post,
                      .path = std::move(path),
                      .name = std::move(name),
                      .handle = bind(handlers, &HttpHandlers::validate_token),
                      .docs = {.summary = "Check an access token",
                               .request_schema = json::schema<AccessTokenBody>(),
                               .answers = {{200, "It is good.", json::schema<TokenValidityBody>(), {}},
                                           {401, "It is not, for whatever reason.", "", {"auth.invalid_token"}}}}});
  };
  add("/validate-token", "validate_token");
  add("/users/validate-token", "validate_user_token");
}

}  // namespace

api::RouteTable route_table(HttpHandlers& handlers, IdempotencyStore& idempotency) {
  api::RouteTable table{.service = std::string(kService), .routes = {}, .idempotency = &idempotency};
  add_account_routes(table.routes, handlers);
  add_session_routes(table.routes, handlers);
  add_validation_routes(table.routes, handlers);
  add_own_routes(table.routes, handlers);
  add_credential_routes(table.routes, handlers);
  add_admin_routes(table.routes, handlers);
  return table;
}

api::RouteTable well_known_table(HttpHandlers& handlers) {
  api::RouteTable table{.service = std::string(kService), .routes = {}, .mount = api::Mount::root};
  table.routes.push_back(
      {.method = Method::get,
       .path = "/.well-known/jwks.json",
       .name = "get_jwks",
       .handle = bind(handlers, &HttpHandlers::get_jwks),
       .docs = {.summary = "The public keys of access tokens",
                .answers = {{200, "A JWK Set (RFC 7517).", R"({"type":"object","required":["keys"]})", {}}}}});
  return table;
}

}  // namespace ddd::user
