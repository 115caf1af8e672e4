#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/platform/usecase/use_case.hpp>
#include <ddd/user/application/commands/erase_account.hpp>
#include <ddd/user/application/end_sessions.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {
namespace {

/// One attempt at it. All referred to outlive the task.
Task<Result<>> erase(UserRepository& users, SessionRepository& sessions, const CallContext& call,
                     const DeleteUser& command, Timestamp now) {
  DDD_CO_TRY(auto user, co_await users.find(command.id));
  DDD_CO_CHECK(user.must_be(command.expected_version));
  user.erase();
  DDD_CO_TRY(auto effects, co_await end_sessions(sessions, user, now));
  co_return co_await users.save(user, std::move(effects), SaveContext::of(call, now));
}

}  // namespace

Task<Result<>> EraseAccountHandler::handle(const CallContext& call, EraseAccount command) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(const auto user, co_await users_.find(caller.user_id));
  const auto& state = user.state();
  DDD_CO_TRY(const bool proved,
             co_await attempts_.check(state.email, state.password_hash, std::move(command.password)));
  if (!proved) co_return Refused(errors::wrong_password());
  const DeleteUser deletion{.id = caller.user_id, .expected_version = std::nullopt};
  co_return co_await retry_on_conflict([&] { return erase(users_, sessions_, call, deletion, clock_.now()); });
}

Task<Result<>> DeleteUserHandler::handle(const CallContext& call, DeleteUser command) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await retry_on_conflict([&] { return erase(users_, sessions_, call, command, clock_.now()); });
}

}  // namespace ddd::user
