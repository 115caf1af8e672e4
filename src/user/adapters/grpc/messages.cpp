#include <ddd/user/adapters/grpc/messages.hpp>

namespace ddd::user {

v1::User to_message(const UserView& view) {
  v1::User message;
  message.set_id(view.id.value());
  message.set_email(view.email);
  message.set_first_name(view.first_name);
  message.set_last_name(view.last_name);
  message.set_role(std::string(to_text(view.role)));
  message.set_is_active(view.is_active);
  message.set_email_verified(view.email_verified);
  message.set_version(view.version);
  *message.mutable_created_at() = rpc::to_message(view.created_at);
  *message.mutable_updated_at() = rpc::to_message(view.updated_at);
  return message;
}

v1::Session to_message(const SessionView& session, const SessionId& current) {
  v1::Session message;
  message.set_id(session.id.to_text());
  message.set_device(session.device.name);
  message.set_address(session.device.address);
  *message.mutable_created_at() = rpc::to_message(session.created_at);
  *message.mutable_last_used_at() = rpc::to_message(session.last_used_at);
  message.set_current(session.id == current);
  return message;
}

v1::TokenPair to_message(const TokenPair& pair) {
  v1::TokenPair message;
  message.set_access_token(std::string(pair.access_token.reveal()));
  message.set_token_type("Bearer");
  message.set_expires_in(pair.expires_in.count());
  message.set_refresh_token(std::string(pair.refresh_token.reveal()));
  return message;
}

v1::LoginResponse to_message(const SignedIn& signed_in) {
  v1::LoginResponse message;
  *message.mutable_tokens() = to_message(signed_in.tokens);
  *message.mutable_user() = to_message(signed_in.user);
  return message;
}

v1::ValidateTokenResponse to_message(const TokenValidity& validity) {
  v1::ValidateTokenResponse message;
  message.set_valid(true);
  message.set_user_id(validity.user_id.value());
  message.set_role(validity.role == Role::admin ? "admin" : "user");
  *message.mutable_expires_at() = rpc::to_message(validity.expires_at);
  return message;
}

}  // namespace ddd::user
