#include <string_view>

#include <ddd/platform/json/schema.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/route_parts.hpp>

namespace ddd::user {
namespace {

using api::Access;
using api::Route;
using http::Method;

constexpr std::string_view kMailed = "A mail brings a token, unless the address had three in an hour.";

void add_passwords(std::vector<Route>& routes, HttpHandlers& handlers) {
  routes.push_back({.method = Method::post,
                    .path = "/users/change-password",
                    .name = "change_password",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::change_password),
                    .docs = {.summary = "Change one's password",
                             .description = "All other sessions end.",
                             .request_schema = json::schema<ChangePasswordBody>(),
                             .answers = {{204, "It is changed.", "", {}},
                                         user_not_found(),
                                         broken_rule({"user.wrong_password"}),
                                         too_many_logins(),
                                         passwords_shed()}}});
  routes.push_back({.method = Method::post,
                    .path = "/users/password-reset",
                    .name = "request_password_reset",
                    .handle = bind(handlers, &HttpHandlers::request_password_reset),
                    .docs = {.summary = "Ask for a mail to choose a new password",
                             .description = std::string(kMailed) + " The answer is the same for every address.",
                             .request_schema = json::schema<RequestPasswordResetBody>(),
                             .answers = {{202, "If there is such an account, a mail follows.", "", {}}, broken_rule()}},
                    .rate = api::RateClass::login});
  routes.push_back(
      {.method = Method::post,
       .path = "/users/password-reset/confirm",
       .name = "reset_password",
       .handle = bind(handlers, &HttpHandlers::reset_password),
       .docs = {.summary = "Choose a new password by the token of a mail",
                .description = "All sessions end. The token is good once, for 30 minutes.",
                .request_schema = json::schema<ResetPasswordBody>(),
                .answers = {{204, "It is changed.", "", {}}, broken_rule({"user.token_invalid"}), passwords_shed()}},
       .rate = api::RateClass::login});
}

}  // namespace

void add_credential_routes(std::vector<Route>& routes, HttpHandlers& handlers) {
  add_passwords(routes, handlers);
  routes.push_back({.method = Method::post,
                    .path = "/users/verify-email",
                    .name = "verify_email",
                    .handle = bind(handlers, &HttpHandlers::verify_email),
                    .docs = {.summary = "Verify an e-mail address by the token of a mail",
                             .description = "The token is good once, for 24 hours.",
                             .request_schema = json::schema<VerifyEmailBody>(),
                             .answers = {{204, "The address is verified.", "", {}},
                                         {422, "The token is not valid.", "", {"user.token_invalid"}}}}});
  routes.push_back({.method = Method::post,
                    .path = "/users/verify-email/request",
                    .name = "request_verification",
                    .access = Access::user,
                    .handle = bind(handlers, &HttpHandlers::request_verification),
                    .docs = {.summary = "Ask for another mail to verify one's address",
                             .description = std::string(kMailed),
                             .answers = {{202, "If it is not verified, a mail follows.", "", {}}, user_not_found()}}});
}

}  // namespace ddd::user
