#include <utility>

#include <ddd/user/application/commands/register_user.hpp>

namespace ddd::user {

Task<Result<UserView>> RegisterUserHandler::handle(const CallContext& call, RegisterUser command) {
  co_return co_await open_account(users_, passwords_, clock_, call, std::move(command.account), UserRole::user);
}

}  // namespace ddd::user
