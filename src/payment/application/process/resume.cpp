#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/resume.hpp>
#include <ddd/payment/domain/errors.hpp>
#include <ddd/platform/context/authorization.hpp>

namespace ddd::payment {

Errand errand_of(const PaymentSettings& settings, const Clock& clock, IdSource& ids, RenderOutcome render,
                 bool is_new) {
  return {.owner = ids.next().to_text(),
          .give_up_at = clock.now() + settings.request_budget,
          .is_new = is_new,
          .render = render};
}

Task<Result<std::optional<Payment>>> begun_under_key(const CallContext& call, IdempotencyStore& idempotency,
                                                     PaymentRepository& payments, const Clock& clock,
                                                     const Errand& errand) {
  if (!call.idempotency) co_return std::nullopt;
  DDD_CO_TRY(const auto record, co_await idempotency.find(call.idempotency->user_id, call.idempotency->key));
  if (!record) co_return std::nullopt;
  const auto now = clock.now();
  auto claimed =
      co_await payments.claim(PaymentId::restore(record->resource_id), errand.owner, now, now + PaymentProcess::kLease);
  if (!claimed && claimed.error().kind == ErrorKind::conflict) co_return Refused(store_errors::duplicate_key());
  if (!claimed) co_return Refused(std::move(claimed).error());
  // Between the look and the lease the earlier request may have come to its end.
  DDD_CO_TRY(const auto again, co_await idempotency.find(call.idempotency->user_id, call.idempotency->key));
  if (again && again->answer) {
    DDD_CO_CHECK(co_await put_back(payments, clock, errand, claimed->payment));
    co_return Refused(store_errors::duplicate_key());
  }
  co_return std::move(claimed->payment);
}

std::optional<Timestamp> next_look(const Payment& payment, Timestamp now) {
  if (payment.waits_for_method()) return payment.state().expires_at;
  if (is_final(payment.stage()) && !payment.has_pending_refund()) return std::nullopt;
  return now;
}

Task<Result<>> put_back(PaymentRepository& payments, const Clock& clock, const Errand& errand, const Payment& payment) {
  co_return co_await payments.release(payment.id(), errand.owner, next_look(payment, clock.now()), 0);
}

Task<Result<Payment>> claim_own(const CallContext& call, PaymentRepository& payments, Sleeper& sleeper,
                                const Clock& clock, const Errand& errand, PaymentId id) {
  DDD_CO_TRY(const auto caller, require_user(call));
  // Ownership first: a stranger must not even hold the lease for a moment.
  DDD_CO_TRY(const auto seen, co_await payments.find(id));
  if (seen.state().user_id != caller.user_id) co_return Refused(errors::not_found());
  co_return co_await claim_patiently(payments, sleeper, clock, errand, std::move(id));
}

Task<Result<Payment>> claim_patiently(PaymentRepository& payments, Sleeper& sleeper, const Clock& clock,
                                      const Errand& errand, PaymentId id) {
  constexpr std::chrono::milliseconds kPause{50};
  for (int tries = 10;; --tries) {
    const auto now = clock.now();
    auto claimed = co_await payments.claim(id, errand.owner, now, now + PaymentProcess::kLease);
    if (claimed) co_return std::move(claimed->payment);
    if (claimed.error().kind != ErrorKind::conflict || tries == 0) co_return Refused(std::move(claimed).error());
    co_await sleeper.sleep_for(kPause);
  }
}

}  // namespace ddd::payment
