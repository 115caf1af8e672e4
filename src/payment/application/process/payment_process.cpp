#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment {

PaymentOutcome outcome_of(const Payment& payment, const Errand& errand, std::optional<Error> refusal,
                          std::int64_t version) {
  PaymentOutcome outcome{.view = {payment.state()}, .is_new = errand.is_new, .refusal = std::move(refusal)};
  outcome.view.payment.version = version;
  if (outcome.refusal) {
    outcome.refusal = errors::about(*std::move(outcome.refusal), payment.id(), to_text(payment.status()));
  }
  return outcome;
}

std::optional<Error> refusal_of(const Payment::Snapshot& payment) {
  switch (payment.state) {
    case PaymentState::failed:
      return payment.failure_reason == "reservation_lost" ? errors::reservation_lost()
                                                          : errors::failed(payment.failure_reason);
    case PaymentState::cancelled:
    case PaymentState::expired:
      return errors::ended(to_text(payment.state));
    default:
      return std::nullopt;
  }
}

Task<Result<PaymentOutcome>> PaymentProcess::save_and_drive(const CallContext& call, Payment payment,
                                                            const Errand& errand) {
  const auto next = is_final(payment.stage()) ? Step::Next::wait : Step::Next::again;
  auto stored = co_await store(call, payment, errand, {next, std::nullopt});
  if (!stored && stored.error().code == store_errors::kVersionConflict) co_return Refused(errors::in_progress());
  if (!stored) co_return Refused(std::move(stored).error());
  if (next == Step::Next::wait) co_return outcome_of(payment, errand, std::nullopt, payment.version());
  co_return co_await drive(call, std::move(payment), errand);
}

Task<Result<PaymentOutcome>> PaymentProcess::drive(const CallContext& call, Payment payment, const Errand& errand) {
  std::optional<Error> refusal;
  for (;;) {
    const auto before = payment.version();
    auto step = co_await advance(call, payment, errand);
    if (!step) {
      // Whoever overtook us goes on with it; a store that is away is tried again by the recovery worker.
      if (step.error().code == store_errors::kVersionConflict) co_return co_await as_it_stands(payment.id(), errand);
      co_return Refused(std::move(step).error());
    }
    refusal = std::move(step->refusal);
    if (step->next != Step::Next::again) {
      const bool unsaved = payment.version() == before;
      if (unsaved && step->next == Step::Next::later) {
        DDD_CO_CHECK(
            co_await payments_.release(payment.id(), errand.owner, next_try(payment, errand), errand.tries + 1));
      }
      break;
    }
    if (clock_.now() >= errand.give_up_at) {
      DDD_CO_CHECK(co_await payments_.release(payment.id(), errand.owner, clock_.now(), 0));
      break;
    }
  }
  co_return outcome_of(payment, errand, std::move(refusal), payment.version());
}

Task<Result<PaymentOutcome>> PaymentProcess::as_it_stands(PaymentId id, const Errand& errand) {
  DDD_CO_TRY(const auto now, co_await payments_.find(std::move(id)));
  auto refusal = errand.gives_up ? std::nullopt : refusal_of(now.state());
  if (now.waits_for_method() && !now.state().decline_code.empty()) {
    refusal = errors::declined(now.state().decline_code);
  }
  co_return outcome_of(now, errand, std::move(refusal), now.version());
}

PaymentProcess::StepResult PaymentProcess::advance(const CallContext& call, Payment& payment, const Errand& errand) {
  // Where no money can be held; a hold that is asked for has to be ended first, and so is the time for it.
  const bool may_expire = payment.waits_for_method() || payment.stage() == PaymentState::stock_reserved ||
                          payment.stage() == PaymentState::requires_action;
  if (may_expire && payment.is_expired(clock_.now())) {
    return abandon(call, payment, errand, {PaymentState::expired, "not paid in time"}, std::nullopt);
  }
  switch (payment.stage()) {
    case PaymentState::validated:
      return reserve_stock(call, payment, errand);
    case PaymentState::stock_reserved:
      return create_intent(call, payment, errand);
    case PaymentState::intent_created:
      return begin_confirm(call, payment, errand);
    case PaymentState::confirming:
      return confirm(call, payment, errand);
    case PaymentState::requires_action:
      return await_action(call, payment, errand);
    case PaymentState::authorized:
      return pin_and_prepare_capture(call, payment, errand);
    case PaymentState::capturing:
      return capture(call, payment, errand);
    case PaymentState::cancelling:
      return undo(call, payment, errand);
    default:
      break;
  }
  return rest(payment, errand);
}

PaymentProcess::StepResult PaymentProcess::rest(Payment& payment, const Errand& errand) {
  const auto next = payment.has_pending_refund() ? std::optional(clock_.now()) : std::nullopt;
  DDD_CO_CHECK(co_await payments_.release(payment.id(), errand.owner, next, 0));
  co_return Step{Step::Next::wait, errand.gives_up ? std::nullopt : refusal_of(payment.state())};
}

}  // namespace ddd::payment
