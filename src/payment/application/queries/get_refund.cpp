#include <ddd/payment/application/queries/get_refund.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<RefundView>> GetRefundHandler::handle(const CallContext& call, GetRefund query) {
  DDD_CO_CHECK(require_admin(call));
  DDD_CO_TRY(auto found, co_await views_.find_refund(std::move(query.id)));
  if (!found) co_return Refused(errors::refund_not_found());
  co_return *std::move(found);
}

}  // namespace ddd::payment
