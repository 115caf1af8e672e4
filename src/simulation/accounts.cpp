#include <string>

#include <ddd/platform/crypto/errors.hpp>
#include <ddd/simulation/accounts.hpp>

namespace ddd::simulation {
namespace {

user::PasswordHash hash_of(const crypto::Secret& password) {
  return user::PasswordHash::restore("hash of " + std::string(password.reveal()));
}

}  // namespace

Task<Result<user::PasswordHash>> PlainHashing::hash(crypto::Secret password) {
  co_return hash_of(password);
}

Task<Result<bool>> PlainHashing::verify(std::optional<user::PasswordHash> hash, crypto::Secret password) {
  co_return hash == hash_of(password);
}

std::string PlainTokens::text_of(const Principal& principal) {
  return std::string(principal.role == Role::admin ? "admin." : "user.") + principal.user_id.to_text() + "." +
         principal.session_id.to_text();
}

Result<Principal> PlainTokens::read(std::string_view text) {
  const auto first = text.find('.');
  const auto second = text.find('.', first + 1);
  if (second == std::string_view::npos) return Refused(crypto::errors::invalid_token());
  const auto user_id = UserId::parse(text.substr(first + 1, second - first - 1));
  if (!user_id) return Refused(crypto::errors::invalid_token());
  return Principal{.user_id = *user_id,
                   .role = text.starts_with("admin.") ? Role::admin : Role::user,
                   .session_id = SessionId::restore(std::string(text.substr(second + 1)))};
}

user::AccessToken PlainTokens::issue(const Principal& principal, Timestamp) {
  return {.text = crypto::Secret(text_of(principal)), .lifetime = std::chrono::minutes(10)};
}

Result<user::AccessFacts> PlainTokens::verify(const crypto::Secret& token, Timestamp now) {
  DDD_TRY(const auto principal, read(token.reveal()));
  return user::AccessFacts{principal, now + std::chrono::minutes(10)};
}

user::OpaqueToken CountedTokens::make() {
  crypto::Secret text("opaque-" + std::to_string(++next_));
  auto hash = hash_of(text);
  return {.text = std::move(text), .hash = std::move(hash)};
}

user::TokenHash CountedTokens::hash_of(const crypto::Secret& token) const {
  return user::TokenHash::restore("hash of " + std::string(token.reveal()));
}

}  // namespace ddd::simulation
