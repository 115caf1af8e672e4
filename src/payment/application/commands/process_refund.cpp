#include <ddd/payment/application/commands/process_refund.hpp>
#include <ddd/payment/application/process/resume_refund.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Task<Result<RefundOutcome>> ProcessRefundHandler::handle(const CallContext& call, ProcessRefund command) {
  DDD_CO_CHECK(require_admin(call));
  const auto errand = refund_errand(settings_, clock_, ids_, command.render, false);
  DDD_CO_TRY(auto found, co_await refund_under_key(call, idempotency_, views_));
  if (!found) {
    DDD_CO_TRY(found, co_await views_.find_refund(std::move(command.id)));
    if (!found) co_return Refused(errors::refund_not_found());
    const auto status = found->refund.status;
    if (status != RefundStatus::pending) co_return Refused(errors::refund_not_pending(to_text(status)));
  }
  co_return co_await process_.drive(call, std::move(found->payment_id), std::move(found->refund.id), errand);
}

}  // namespace ddd::payment
