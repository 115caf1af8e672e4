#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/list_users.hpp>

namespace ddd::user {

Task<Result<UserPage>> ListUsersHandler::handle(const CallContext& call, UserListing query) {
  DDD_CO_CHECK(require_admin(call));
  co_return co_await views_.list(std::move(query));
}

}  // namespace ddd::user
