#include <utility>

#include <ddd/user/application/open_account.hpp>
#include <ddd/user/application/view_of.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<UserView>> open_account(UserRepository& users, PasswordHashing& passwords, const Clock& clock,
                                    const CallContext& call, NewAccount account, UserRole role) {
  DDD_CO_TRY(auto registration, check({.email = account.email,
                                       .password = account.password.reveal(),
                                       .first_name = account.first_name,
                                       .last_name = account.last_name}));
  // Saves the slow hash; two at once are told apart by `add`.
  DDD_CO_TRY(const auto known, co_await users.find_by_email(registration.email));
  if (known) co_return Refused(errors::email_taken());
  DDD_CO_TRY(auto hash, co_await passwords.hash(std::move(account.password)));
  DDD_CO_TRY(const auto id, co_await users.next_id());
  const auto now = clock.now();
  auto user = User::open(id, std::move(registration), std::move(hash), role, now);
  DDD_CO_CHECK(co_await users.add(user, SaveContext::of(call, now)));
  co_return view_after_save(user);
}

}  // namespace ddd::user
