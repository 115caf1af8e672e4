#include <ddd/product/application/commands/record_view.hpp>
#include <ddd/product/domain/errors.hpp>

namespace ddd::product {

Task<Result<>> RecordViewHandler::handle(const CallContext& call, RecordView command) {
  DDD_CO_TRY(const auto found, co_await views_.find_many({command.id}));
  if (found.empty() || (!found.front().details.is_active && !call.is_admin())) co_return Refused(errors::not_found());
  if (tally_.is_full_for(command.id)) DDD_CO_CHECK(co_await flush_.handle(call, FlushViews{}));
  tally_.count(command.id);
  co_return Result<>{};
}

}  // namespace ddd::product
