#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/commands/create_admin.hpp>

namespace ddd::user {

Task<Result<UserView>> CreateAdminHandler::handle(const CallContext& call, CreateAdmin command) {
  DDD_CO_CHECK(require_service(call, {"dddctl"}));
  co_return co_await open_account(users_, passwords_, clock_, call, std::move(command.account), UserRole::admin);
}

}  // namespace ddd::user
