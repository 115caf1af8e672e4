#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/get_profile.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<UserView>> GetProfileHandler::handle(const CallContext& call, GetProfile) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(auto found, co_await views_.find_many({caller.user_id}));
  if (found.empty()) co_return Refused(errors::not_found());
  co_return std::move(found.front());
}

}  // namespace ddd::user
