#include <optional>
#include <utility>

#include <ddd/platform/usecase/use_case.hpp>
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
  DDD_CO_TRY(auto user, co_await authenticate(*std::move(email), command.password));
  if (passwords_.is_outdated(user.state().password_hash)) {
    co_await renew_hash(call, user, std::move(command.password));
  }
  co_return co_await retry_on_conflict([&] { return open_session(call, user); });
}

Task<Result<User>> LogInHandler::authenticate(Email email, crypto::Secret password) {
  DDD_CO_TRY(auto user, co_await users_.find_by_email(email));
  auto hash = user && user->state().is_active ? std::optional(user->state().password_hash) : std::nullopt;
  DDD_CO_TRY(const bool matches, co_await attempts_.check(std::move(email), std::move(hash), std::move(password)));
  if (!matches) co_return Refused(errors::invalid_credentials());
  co_return *std::move(user);
}

Task<> LogInHandler::renew_hash(const CallContext& call, User& user, crypto::Secret password) {
  auto hash = co_await passwords_.hash(std::move(password));
  // No reason to refuse the login: the next one tries again.
  if (!hash) co_return;
  auto renewed = user;
  renewed.replace_hash(*std::move(hash));
  if (co_await users_.save(renewed, {}, SaveContext::of(call, clock_.now()))) user = std::move(renewed);
}

Task<Result<SignedIn>> LogInHandler::open_session(const CallContext& call, const User& authenticated) {
  // Checking a password takes long enough for it to be changed meanwhile, or for the account to be closed.
  DDD_CO_TRY(const auto user, co_await users_.find_by_email(authenticated.state().email));
  if (!user || !user->state().is_active || user->state().password_hash != authenticated.state().password_hash) {
    co_return Refused(errors::invalid_credentials());
  }
  const auto now = clock_.now();
  auto refresh = tokens_.make();
  auto session = Session::open(ids_.make<SessionId>(), user->id(), std::move(refresh.hash),
                               {.name = call.client.user_agent, .address = call.client.address}, now);
  // Before any token leaves: one that the store doesn't know would be worth nothing.
  DDD_CO_CHECK(co_await sessions_.add(session, user->version(), SaveContext::of(call, now)));
  co_return SignedIn{.tokens = token_pair(access_tokens_, *user, session, std::move(refresh.text), now),
                     .user = view_after_save(*user)};
}

}  // namespace ddd::user
