#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/validate_users.hpp>

namespace ddd::user {

Task<Result<std::vector<UserValidity>>> ValidateUsersHandler::handle(const CallContext& call, ValidateUsers query) {
  DDD_CO_CHECK(require_service(call, {"payment-service"}));
  co_return co_await views_.validity(std::move(query.users), clock_.now());
}

}  // namespace ddd::user
