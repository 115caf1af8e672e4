#include <algorithm>
#include <utility>

#include <ddd/payment/application/process/backoff.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/application/process/refund_process.hpp>
#include <ddd/payment/domain/refund_errors.hpp>
#include <ddd/platform/usecase/use_case.hpp>

namespace ddd::payment {
namespace {

/// A refund is not guarded by any state at the provider, so nothing may be under way under the old key when a new one
/// is taken: for so long before, it is only searched for.
constexpr std::chrono::minutes kQuiet{2};

RefundOutcome outcome_of(const Payment& payment, const Refund& refund, const RefundErrand& errand) {
  return {.view = {.payment_id = payment.id(), .refund = refund}, .is_new = errand.is_new};
}

bool is_about(const RefundFacts& facts, const Payment& payment, const Refund& refund) {
  return facts.refund_id == refund.id.to_text() && facts.amount == refund.amount &&
         facts.intent_id == payment.state().intent_id;
}

bool is_pending(const Payment& payment, const RefundId& id) {
  return payment.find_refund(id)->status == RefundStatus::pending;
}

std::string reason_of(const RefundFacts& facts) {
  return facts.failure_reason.empty() ? "failed_at_provider" : facts.failure_reason;
}

}  // namespace

Task<Result<RefundOutcome>> RefundProcess::drive(const CallContext& call, PaymentId payment_id, RefundId id,
                                                 const RefundErrand& errand) {
  auto next = Next::again;
  while (next == Next::again) {
    DDD_CO_TRY(next, co_await advance(call, payment_id, id, errand));
    if (clock_.now() >= errand.give_up_at) break;
  }
  const bool waits_for_answer = call.idempotency && errand.render != nullptr;
  if (waits_for_answer && next != Next::settled) {
    DDD_CO_CHECK(co_await retry_on_conflict([&] { return note_answer(call, payment_id, id, errand); }));
  }
  DDD_CO_TRY(const auto payment, co_await payments_.find(payment_id));
  // The save that settles the last one gives the lease back itself.
  if (next != Next::settled || payment.has_pending_refund()) {
    const auto left = left_for(payment, errand);
    DDD_CO_CHECK(co_await payments_.release(payment_id, errand.owner, left.next_action_at, left.tries));
  }
  co_return outcome_of(payment, *payment.find_refund(id), errand);
}

Task<Result<>> RefundProcess::note_answer(const CallContext& call, const PaymentId& payment_id, const RefundId& id,
                                          const RefundErrand& errand) {
  DDD_CO_TRY(auto payment, co_await payments_.find(payment_id));
  auto context = context_for(call, payment, id, errand, true);
  co_return co_await payments_.save(payment, left_for(payment, errand), std::move(context));
}

Schedule RefundProcess::left_for(const Payment& payment, const RefundErrand& errand) const {
  if (!payment.has_pending_refund()) return {};
  return {.lease_owner = {},
          .lease_until = {},
          .next_action_at = clock_.now() + backoff(errand.tries),
          .tries = errand.tries + 1};
}

Task<Result<>> RefundProcess::recover(const CallContext& call, Payment payment, const RefundErrand& errand) {
  if (!payment.has_pending_refund()) {
    DDD_CO_TRY(const bool seen, co_await look_for_returns(call, payment, errand));
    if (seen) co_return co_await payments_.release(payment.id(), errand.owner, std::nullopt, 0);
    const auto at = clock_.now() + backoff(errand.tries);
    co_return co_await payments_.release(payment.id(), errand.owner, at, errand.tries + 1);
  }
  for (const auto& refund : payment.state().refunds) {
    if (refund.status != RefundStatus::pending) continue;
    if (clock_.now() >= errand.give_up_at) break;
    DDD_CO_CHECK(co_await drive(call, payment.id(), refund.id, errand));
  }
  co_return Result<>{};
}

RefundProcess::StepResult RefundProcess::advance(const CallContext& call, const PaymentId& payment_id,
                                                 const RefundId& id, const RefundErrand& errand) {
  DDD_CO_TRY(const auto payment, co_await payments_.find(payment_id));
  const auto* refund = payment.find_refund(id);
  if (refund == nullptr) co_return Refused(errors::refund_not_found());
  if (refund->status != RefundStatus::pending) co_return Next::ended;
  if (!refund->provider_id.empty()) {
    auto answer = co_await gateway_.look_up_refund(call, refund->provider_id);
    co_return co_await follow(call, payment, *refund, errand, std::move(answer));
  }
  const bool is_old = clock_.now() - refund->prepared_at >= Payment::kKeyLife - kQuiet;
  if (refund->uncertain_since || is_old) co_return co_await search(call, payment, *refund, errand);
  co_return co_await send(call, payment, *refund, errand);
}

RefundProcess::StepResult RefundProcess::search(const CallContext& call, const Payment& payment, const Refund& refund,
                                                const RefundErrand& errand) {
  const auto listed = co_await gateway_.list_refunds(call, payment.state().intent_id);
  const auto* refunds = std::get_if<std::vector<RefundFacts>>(&listed);
  if (refunds == nullptr) co_return Next::later;
  const auto ours = std::ranges::find(*refunds, refund.id.to_text(), &RefundFacts::refund_id);
  if (ours != refunds->end()) co_return co_await follow_facts(call, payment, refund, errand, *ours);
  const auto age = clock_.now() - refund.prepared_at;
  if (age < Payment::kKeyLife - kQuiet) co_return co_await send(call, payment, refund, errand);
  if (age < Payment::kKeyLife) co_return Next::later;
  const auto prepare_anew = [id = refund.id, attempt = refund.attempt](Payment& latest, Timestamp now) {
    if (!is_pending(latest, id) || latest.find_refund(id)->attempt != attempt) return false;
    latest.refund_prepared_anew(id, now);
    return true;
  };
  DDD_CO_CHECK(co_await change(call, payment.id(), refund.id, errand, prepare_anew));
  co_return Next::again;
}

RefundProcess::StepResult RefundProcess::send(const CallContext& call, const Payment& payment, const Refund& refund,
                                              const RefundErrand& errand) {
  CreateRefund request{.key = refund_key(refund.id, refund.attempt),
                       .refund_id = refund.id,
                       .payment_id = payment.id(),
                       .intent_id = payment.state().intent_id,
                       .amount = refund.amount};
  co_return co_await follow(call, payment, refund, errand, co_await gateway_.refund(call, std::move(request)));
}

RefundProcess::StepResult RefundProcess::follow(const CallContext& call, const Payment& payment, const Refund& refund,
                                                const RefundErrand& errand, RefundAnswer answer) {
  if (auto* facts = std::get_if<RefundFacts>(&answer)) {
    co_return co_await follow_facts(call, payment, refund, errand, std::move(*facts));
  }
  const bool is_known = !refund.provider_id.empty();
  if (std::holds_alternative<OutcomeUnknown>(answer) && !refund.uncertain_since && !is_known) {
    const auto doubt = [id = refund.id](Payment& latest, Timestamp now) {
      if (!is_pending(latest, id)) return false;
      latest.refund_uncertain(id, now);
      return true;
    };
    DDD_CO_CHECK(co_await change(call, payment.id(), refund.id, errand, doubt));
    co_return Next::again;
  }
  if (std::holds_alternative<RequestRefused>(answer) && !is_known) {
    const auto fail = [id = refund.id](Payment& latest, Timestamp now) {
      if (!is_pending(latest, id)) return false;
      latest.refund_failed(id, "provider_refused", {}, now);
      return true;
    };
    DDD_CO_TRY(const bool settled, co_await change(call, payment.id(), refund.id, errand, fail));
    co_return settled ? Next::settled : Next::ended;
  }
  co_return Next::later;
}

RefundProcess::StepResult RefundProcess::follow_facts(const CallContext& call, const Payment& payment,
                                                      const Refund& refund, const RefundErrand& errand,
                                                      RefundFacts facts) {
  // Another refund than the one we asked for: nothing is concluded from it, and it stays for a person to see.
  if (!is_about(facts, payment, refund)) co_return Next::later;
  const auto follow = [id = refund.id, facts](Payment& latest, Timestamp now) {
    const auto* current = latest.find_refund(id);
    if (current->status != RefundStatus::pending) return false;
    switch (facts.status) {
      case RefundStatus::succeeded:
        latest.refund_succeeded(id, facts.id, facts.evidence, now);
        return true;
      case RefundStatus::failed:
        latest.refund_failed(id, reason_of(facts), facts.evidence, now);
        return true;
      case RefundStatus::pending:
        break;
    }
    if (current->provider_id == facts.id) return false;
    latest.refund_accepted(id, facts.id, now);
    return true;
  };
  DDD_CO_TRY(const bool changed, co_await change(call, payment.id(), refund.id, errand, follow));
  if (facts.status == RefundStatus::pending) co_return Next::later;
  co_return changed ? Next::settled : Next::ended;
}

Task<Result<bool>> RefundProcess::look_for_returns(const CallContext& call, const Payment& payment,
                                                   const RefundErrand& errand) {
  if (payment.state().refunds.empty()) co_return true;
  const auto listed = co_await gateway_.list_refunds(call, payment.state().intent_id);
  const auto* refunds = std::get_if<std::vector<RefundFacts>>(&listed);
  if (refunds == nullptr) co_return false;
  for (const auto& facts : *refunds) {
    const auto ours = std::ranges::find_if(payment.state().refunds, [&](const Refund& refund) {
      return refund.status == RefundStatus::succeeded && facts.status == RefundStatus::failed &&
             is_about(facts, payment, refund);
    });
    if (ours == payment.state().refunds.end()) continue;
    const auto fail = [id = ours->id, facts](Payment& latest, Timestamp now) {
      if (latest.find_refund(id)->status != RefundStatus::succeeded) return false;
      latest.refund_failed(id, reason_of(facts), facts.evidence, now);
      return true;
    };
    DDD_CO_CHECK(co_await change(call, payment.id(), ours->id, errand, fail));
  }
  co_return true;
}

Task<Result<bool>> RefundProcess::change(const CallContext& call, PaymentId payment_id, RefundId id,
                                         const RefundErrand& errand, Change change) {
  const auto attempt = [&, this]() { return change_once(call, payment_id, id, errand, change); };
  co_return co_await retry_on_conflict(attempt);
}

Task<Result<bool>> RefundProcess::change_once(const CallContext& call, const PaymentId& payment_id, const RefundId& id,
                                              const RefundErrand& errand, const Change& change) {
  DDD_CO_TRY(auto payment, co_await payments_.find(payment_id));
  if (!change(payment, clock_.now())) co_return false;
  auto schedule = payment.has_pending_refund() ? leased(errand) : Schedule{};
  auto context = context_for(call, payment, id, errand, false);
  DDD_CO_CHECK(co_await payments_.save(payment, std::move(schedule), std::move(context)));
  co_return true;
}

SaveContext RefundProcess::context_for(const CallContext& call, const Payment& payment, const RefundId& id,
                                       const RefundErrand& errand, bool is_last) const {
  auto context = SaveContext::of(call, clock_.now());
  if (!call.idempotency || errand.render == nullptr) return context;
  IdempotencyRecord record{
      .key = *call.idempotency, .resource_id = id.to_text(), .answer = std::nullopt, .created_at = context.now};
  const auto& refund = *payment.find_refund(id);
  if (is_last || refund.status != RefundStatus::pending)
    record.answer = errand.render(call, outcome_of(payment, refund, errand));
  context.idempotency = std::move(record);
  return context;
}

Schedule RefundProcess::leased(const RefundErrand& errand) const {
  const auto until = clock_.now() + PaymentProcess::kLease;
  return {.lease_owner = errand.owner, .lease_until = until, .next_action_at = until, .tries = errand.tries};
}

}  // namespace ddd::payment
