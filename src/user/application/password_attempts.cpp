#include <chrono>
#include <utility>

#include <ddd/user/application/password_attempts.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<bool>> PasswordAttempts::check(Email email, std::optional<PasswordHash> hash, crypto::Secret password) {
  DDD_CO_CHECK(co_await admit(email));
  DDD_CO_TRY(const bool matches, co_await passwords_.verify(std::move(hash), std::move(password)));
  if (matches) co_return true;
  const auto now = clock_.now();
  DDD_CO_CHECK(co_await failures_.add(std::move(email), now, now - settings_.failure_window));
  co_return false;
}

Task<Result<>> PasswordAttempts::admit(Email email) {
  const auto now = clock_.now();
  DDD_CO_TRY(const auto recent, co_await failures_.recent(std::move(email), now - settings_.failure_window));
  if (recent.count < settings_.most_failures) co_return Result<>{};
  const auto wait = std::chrono::ceil<std::chrono::seconds>(recent.oldest + settings_.failure_window - now);
  co_return Refused(errors::too_many_logins(std::max(wait, std::chrono::seconds(1))));
}

}  // namespace ddd::user
