#pragma once

#include <optional>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/payment_repository.hpp>
#include <ddd/payment/application/process/errand.hpp>
#include <ddd/platform/async/sleep.hpp>
#include <ddd/platform/async/task.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::payment {

/// A client's errand: a fresh lease owner and the request's budget.
[[nodiscard]] Errand errand_of(const PaymentSettings& settings, const Clock& clock, IdSource& ids, RenderOutcome render,
                               bool is_new);

/// The payment that an earlier request under the same idempotency key began and that has no final answer yet, leased to
/// the errand; nothing when this request is the first. Error: `store.duplicate_key` while the earlier one is still
/// running.
[[nodiscard]] Task<Result<std::optional<Payment>>> begun_under_key(const CallContext& call,
                                                                   IdempotencyStore& idempotency,
                                                                   PaymentRepository& payments, const Clock& clock,
                                                                   const Errand& errand);

/// When somebody should look at a payment that stays as it is; nothing when no step is due by itself.
[[nodiscard]] std::optional<Timestamp> next_look(const Payment& payment, Timestamp now);

/// Ends the lease of a payment that stays as it is; the recovery looks at it when its state asks for that.
[[nodiscard]] Task<Result<>> put_back(PaymentRepository& payments, const Clock& clock, const Errand& errand,
                                      const Payment& payment);

/// The payment, leased to the errand; waits half a second for whoever works on it, as the recovery may for a moment.
/// Errors: `payment.not_found`, `payment.in_progress`.
[[nodiscard]] Task<Result<Payment>> claim_patiently(PaymentRepository& payments, Sleeper& sleeper, const Clock& clock,
                                                    const Errand& errand, PaymentId id);

/// The same for a payment of the caller's own: `payment.not_found` when it is somebody else's.
[[nodiscard]] Task<Result<Payment>> claim_own(const CallContext& call, PaymentRepository& payments, Sleeper& sleeper,
                                              const Clock& clock, const Errand& errand, PaymentId id);

}  // namespace ddd::payment
