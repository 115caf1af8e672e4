#include <ddd/payment/application/process/resume_refund.hpp>

namespace ddd::payment {

RefundErrand refund_errand(const PaymentSettings& settings, const Clock& clock, IdSource& ids, RenderRefund render,
                           bool is_new) {
  return {.owner = ids.next().to_text(),
          .give_up_at = clock.now() + settings.request_budget,
          .is_new = is_new,
          .render = render};
}

Task<Result<std::optional<RefundView>>> refund_under_key(const CallContext& call, IdempotencyStore& idempotency,
                                                         PaymentViews& views) {
  if (!call.idempotency) co_return std::nullopt;
  DDD_CO_TRY(const auto record, co_await idempotency.find(call.idempotency->user_id, call.idempotency->key));
  if (!record) co_return std::nullopt;
  if (record->answer) co_return Refused(store_errors::duplicate_key());
  co_return co_await views.find_refund(RefundId::restore(record->resource_id));
}

}  // namespace ddd::payment
