#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/get_user.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<UserView>> GetUserHandler::handle(const CallContext& call, GetUser query) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_TRY(auto found, co_await views_.find_many({query.id}));
  if (found.empty()) co_return Refused(errors::not_found());
  co_return std::move(found.front());
}

}  // namespace ddd::user
