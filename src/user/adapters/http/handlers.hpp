#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <ddd/platform/api/route.hpp>
#include <ddd/user/application/application.hpp>

namespace ddd::user {

/// One function per route: decode, call the use case, encode. One per shard.
class HttpHandlers {
 public:
  using Answer = Task<Result<http::Response>>;

  /// `jwks`: the public keys of access tokens as a JWK Set.
  HttpHandlers(Application& application, std::string jwks)
      : application_(application), jwks_(std::make_shared<const std::string>(std::move(jwks))) {}

  // session_handlers.cpp
  [[nodiscard]] Answer log_in(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer refresh_session(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer log_out(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer list_sessions(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer end_session(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer end_all_sessions(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer validate_token(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_jwks(const CallContext& call, const api::RouteRequest& request);

  // account_handlers.cpp
  [[nodiscard]] Answer register_user(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_profile(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer update_profile(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer export_account(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer erase_account(const CallContext& call, const api::RouteRequest& request);

  // credential_handlers.cpp
  [[nodiscard]] Answer change_password(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer request_password_reset(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer reset_password(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer request_verification(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer verify_email(const CallContext& call, const api::RouteRequest& request);

  // admin_handlers.cpp
  [[nodiscard]] Answer list_users(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer get_user(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer update_user(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer assign_role(const CallContext& call, const api::RouteRequest& request);
  [[nodiscard]] Answer delete_user(const CallContext& call, const api::RouteRequest& request);

 private:
  Application& application_;
  std::shared_ptr<const std::string> jwks_;
};

}  // namespace ddd::user
