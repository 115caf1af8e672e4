#pragma once

#include <optional>

#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/process/refund_process.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::payment {

/// A request's errand: a fresh lease owner and the request's budget.
[[nodiscard]] RefundErrand refund_errand(const PaymentSettings& settings, const Clock& clock, IdSource& ids,
                                         RenderRefund render, bool is_new);

/// The refund that an earlier request under the same idempotency key began and that has no final answer yet; nothing
/// when this request is the first. Error: `store.duplicate_key` when it has its answer by now.
[[nodiscard]] Task<Result<std::optional<RefundView>>> refund_under_key(const CallContext& call,
                                                                       IdempotencyStore& idempotency,
                                                                       PaymentViews& views);

}  // namespace ddd::payment
