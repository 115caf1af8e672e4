#include <utility>

#include <ddd/platform/api/answers.hpp>
#include <ddd/platform/json/decode.hpp>
#include <ddd/user/adapters/http/account_dto.hpp>
#include <ddd/user/adapters/http/handlers.hpp>

namespace ddd::user {
namespace {

using crypto::Secret;

/// 202: a mail will come, or not.
http::Response accepted() {
  return {.status = 202};
}

}  // namespace

HttpHandlers::Answer HttpHandlers::change_password(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<ChangePasswordBody>(request.body()));
  ChangePassword command{.current_password = Secret::take(std::move(body.current_password)),
                         .new_password = Secret::take(std::move(body.new_password))};
  DDD_CO_CHECK(co_await application_.commands.change_password.handle(call, std::move(command)));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::request_password_reset(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<RequestPasswordResetBody>(request.body()));
  RequestPasswordReset command{.email = std::move(body.email)};
  DDD_CO_CHECK(co_await application_.commands.request_password_reset.handle(call, std::move(command)));
  co_return accepted();
}

HttpHandlers::Answer HttpHandlers::reset_password(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<ResetPasswordBody>(request.body()));
  ResetPassword command{.token = Secret::take(std::move(body.token)),
                        .new_password = Secret::take(std::move(body.new_password))};
  DDD_CO_CHECK(co_await application_.commands.reset_password.handle(call, std::move(command)));
  co_return api::no_content();
}

HttpHandlers::Answer HttpHandlers::request_verification(const CallContext& call, const api::RouteRequest&) {
  DDD_CO_CHECK(co_await application_.commands.request_verification.handle(call, RequestVerification{}));
  co_return accepted();
}

HttpHandlers::Answer HttpHandlers::verify_email(const CallContext& call, const api::RouteRequest& request) {
  DDD_CO_TRY(auto body, json::decode<VerifyEmailBody>(request.body()));
  VerifyEmail command{.token = Secret::take(std::move(body.token))};
  DDD_CO_CHECK(co_await application_.commands.verify_email.handle(call, std::move(command)));
  co_return api::no_content();
}

}  // namespace ddd::user
