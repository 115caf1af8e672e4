#include <ddd/user/adapters/http/dto.hpp>

namespace ddd::user {

UserBody to_body(const UserView& view) {
  return {.id = view.id,
          .email = view.email,
          .first_name = view.first_name,
          .last_name = view.last_name,
          .role = std::string(to_text(view.role)),
          .is_active = view.is_active,
          .email_verified = view.email_verified,
          .version = view.version,
          .created_at = view.created_at,
          .updated_at = view.updated_at};
}

TokenPairBody to_body(const TokenPair& pair) {
  return {.access_token = std::string(pair.access_token.reveal()),
          .expires_in = pair.expires_in.count(),
          .refresh_token = std::string(pair.refresh_token.reveal())};
}

SignedInBody to_body(const SignedIn& signed_in) {
  const auto& tokens = signed_in.tokens;
  return {.access_token = std::string(tokens.access_token.reveal()),
          .expires_in = tokens.expires_in.count(),
          .refresh_token = std::string(tokens.refresh_token.reveal()),
          .user = to_body(signed_in.user)};
}

TokenValidityBody to_body(const TokenValidity& validity) {
  return {.user_id = validity.user_id,
          .role = validity.role == Role::admin ? "admin" : "user",
          .expires_at = validity.expires_at};
}

}  // namespace ddd::user
