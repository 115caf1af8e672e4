#include <chrono>
#include <optional>
#include <utility>

#include <ddd/user/application/commands/log_in.hpp>
#include <ddd/user/application/token_pair.hpp>
#include <ddd/user/application/view_of.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<SignedIn>> LogInHandler::handle(const CallContext& call, LogIn command) {
  auto email = Email::parse(command.email);
  if (!email) {
    // No account can have it, which is no reason to answer sooner or in another way.
    DDD_CO_CHECK(co_await passwords_.verify(std::nullopt, std::move(command.password)));
    co_return Refused(errors::invalid_credentials());
  }
  DDD_CO_CHECK(co_await admit(*email));
  DDD_CO_TRY(auto user, co_await authenticate(*std::move(email), command.password));
  if (passwords_.is_outdated(user.state().password_hash)) {
    co_await renew_hash(call, user, std::move(command.password));
  }
  co_return co_await open_session(call, user);
}

Task<Result<>> LogInHandler::admit(Email email) {
  const auto now = clock_.now();
  DDD_CO_TRY(const auto recent, co_await failures_.recent(std::move(email), now - settings_.failure_window));
  if (recent.count < settings_.most_failures) co_return Result<>{};
  const auto wait = std::chrono::ceil<std::chrono::seconds>(recent.oldest + settings_.failure_window - now);
  co_return Refused(errors::too_many_logins(std::max(wait, std::chrono::seconds(1))));
}

Task<Result<User>> LogInHandler::authenticate(Email email, crypto::Secret password) {
  DDD_CO_TRY(auto user, co_await users_.find_by_email(email));
  const auto hash = user ? std::optional(user->state().password_hash) : std::nullopt;
  DDD_CO_TRY(const bool matches, co_await passwords_.verify(hash, std::move(password)));
  if (user && matches && user->state().is_active) co_return *std::move(user);
  const auto now = clock_.now();
  DDD_CO_CHECK(co_await failures_.add(std::move(email), now, now - settings_.failure_window));
  co_return Refused(errors::invalid_credentials());
}

Task<> LogInHandler::renew_hash(const CallContext& call, User& user, crypto::Secret password) {
  auto hash = co_await passwords_.hash(std::move(password));
  // No reason to refuse the login: the next one tries again.
  if (!hash) co_return;
  auto renewed = user;
  renewed.replace_hash(*std::move(hash));
  if (co_await users_.save(renewed, SaveContext::of(call, clock_.now()))) user = std::move(renewed);
}

Task<Result<SignedIn>> LogInHandler::open_session(const CallContext& call, const User& user) {
  const auto now = clock_.now();
  auto refresh = refresh_tokens_.make();
  auto session = Session::open(ids_.make<SessionId>(), user.id(), std::move(refresh.hash),
                               {.name = call.client.user_agent, .address = call.client.address}, now);
  // Before any token leaves: one that the store doesn't know would be worth nothing.
  DDD_CO_CHECK(co_await sessions_.add(session, SaveContext::of(call, now)));
  co_return SignedIn{.tokens = token_pair(access_tokens_, user, session, std::move(refresh.text), now),
                     .user = view_after_save(user)};
}

}  // namespace ddd::user
