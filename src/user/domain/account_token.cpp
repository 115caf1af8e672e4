#include <utility>

#include <ddd/user/domain/account_token.hpp>

namespace ddd::user {

std::string_view to_text(TokenPurpose purpose) {
  switch (purpose) {
    case TokenPurpose::password_reset:
      return "password_reset";
    case TokenPurpose::email_verification:
      return "email_verification";
  }
  std::unreachable();
}

AccountToken AccountToken::issue(TokenHash hash, UserId user_id, TokenPurpose purpose, Timestamp now) {
  const auto expires_at = purpose == TokenPurpose::password_reset ? now + kResetLifetime : now + kVerificationLifetime;
  return {.hash = std::move(hash), .user_id = user_id, .purpose = purpose, .expires_at = expires_at};
}

}  // namespace ddd::user
