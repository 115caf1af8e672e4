#include <utility>

#include <ddd/platform/context/authorization.hpp>
#include <ddd/user/application/queries/export_account.hpp>
#include <ddd/user/domain/errors.hpp>

namespace ddd::user {

Task<Result<AccountExport>> ExportAccountHandler::handle(const CallContext& call, ExportAccount) {
  DDD_CO_TRY(const auto caller, require_user(call));
  DDD_CO_TRY(auto held, co_await views_.everything(caller.user_id));
  if (!held) co_return Refused(errors::not_found());
  DDD_CO_TRY(auto elsewhere, co_await elsewhere_.find(call, caller.user_id));
  co_return AccountExport{*std::move(held), std::move(elsewhere)};
}

}  // namespace ddd::user
