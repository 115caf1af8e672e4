#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/export_account.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<HeldData>> ExportAccountHandler::handle(const CallContext& call, ExportAccount) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(auto held, co_await views_.everything(caller.user_id));
  if (!held) co_return Refused(errors::not_found());
  co_return *std::move(held);
}

}  // namespace ddd::user
