#include <algorithm>
#include <utility>

#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// A confirm of which the intent shows nothing is sent again for some minutes. Then it is taken as declined: nothing is
/// held, and a provider that repeats its own failure under the key would do so for ever.
constexpr int kMostRepeats = 12;

/// 1, 2, 4, ... 60 seconds, then every five minutes.
seconds backoff(int tries) {
  constexpr seconds kLong{60};
  if (tries >= 12) return seconds(300);
  return std::min(seconds(1LL << std::min(tries, 6)), kLong);
}

/// The last word for a request: a repeat gets the same answer.
bool is_settled(const Payment& payment, const std::optional<Error>& refusal) {
  return refusal || is_final(payment.stage()) || payment.waits_for_method();
}

PaymentOutcome outcome_of(const Payment& payment, const Errand& errand, std::optional<Error> refusal,
                          std::int64_t version) {
  PaymentOutcome outcome{.view = {payment.state()}, .is_new = errand.is_new, .refusal = std::move(refusal)};
  outcome.view.payment.version = version;
  if (outcome.refusal) {
    outcome.refusal = errors::about(*std::move(outcome.refusal), payment.id(), to_text(payment.status()));
  }
  return outcome;
}

}  // namespace

std::optional<Error> refusal_of(const Payment::Snapshot& payment) {
  switch (payment.state) {
    case PaymentState::failed:
      return errors::failed(payment.failure_reason);
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
      if (step.error().code == store_errors::kVersionConflict) co_return Refused(errors::in_progress());
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

PaymentProcess::StepResult PaymentProcess::advance(const CallContext& call, Payment& payment, const Errand& errand) {
  const bool idle = payment.waits_for_method() || payment.stage() == PaymentState::requires_action;
  if (idle && payment.is_expired(clock_.now())) {
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
  DDD_CO_CHECK(co_await payments_.release(payment.id(), errand.owner, std::nullopt, 0));
  co_return Step{Step::Next::wait, errand.gives_up ? std::nullopt : refusal_of(payment.state())};
}

PaymentProcess::StepResult PaymentProcess::reserve_stock(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.is_expired(clock_.now())) {
    co_return co_await abandon(call, payment, errand, {PaymentState::expired, "not paid in time"}, std::nullopt);
  }
  std::vector<WantedLine> lines;
  for (const auto& line : payment.state().lines) lines.push_back({line.product_id, line.quantity});
  constexpr seconds kHold{900};
  auto reserved = co_await products_.reserve(call, payment.id(), std::move(lines), kHold);
  const auto now = clock_.now();
  if (!reserved) {
    const auto& error = reserved.error();
    if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout)
      co_return Step{Step::Next::later, std::nullopt};
    const auto rows = std::ranges::find(error.members, "lines", &ErrorMember::name);
    if (rows == error.members.end()) {
      co_return co_await abandon(call, payment, errand, {PaymentState::failed, "stock_unavailable"}, std::nullopt);
    }
    auto refusal = errors::insufficient_stock(std::get<ErrorRows>(rows->value));
    co_return co_await abandon(call, payment, errand, {PaymentState::failed, "insufficient_stock"}, std::move(refusal));
  }
  payment.stock_reserved(now);
  if (payment.waits_for_method()) co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
  payment.prepare(GatewayOperation::create, payment.state().amount.to_text(), now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::create_intent(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.waits_for_method()) co_return co_await await_method(call, payment, errand);
  if (!payment.state().create_prepared) {
    payment.prepare(GatewayOperation::create, payment.state().amount.to_text(), clock_.now());
    co_return co_await store(call, payment, errand, {});
  }
  const auto& state = payment.state();
  CreateIntent request{.key = gateway_key(state.id, GatewayOperation::create, 1),
                       .payment_id = state.id,
                       .order_id = state.order_id,
                       .amount = state.amount};
  auto answer = co_await gateway_.create(call, std::move(request));
  const auto* facts = std::get_if<IntentFacts>(&answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  const auto now = clock_.now();
  payment.certain();
  payment.intent_created(facts->id, facts->client_secret, now);
  payment.prepare(GatewayOperation::confirm, payment.state().payment_method, now);
  payment.confirming(now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::begin_confirm(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  if (payment.waits_for_method()) co_return co_await await_method(call, payment, errand);
  const auto now = clock_.now();
  payment.prepare(GatewayOperation::confirm, payment.state().payment_method, now);
  payment.confirming(now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::await_method(const CallContext& call, Payment& payment,
                                                        const Errand& errand) {
  if (errand.render == nullptr) {
    // The recovery worker was told to look, and there is nothing new.
    DDD_CO_CHECK(co_await payments_.release(payment.id(), errand.owner, payment.state().expires_at, 0));
    co_return Step{Step::Next::wait, std::nullopt};
  }
  // The request whose method was declined may come again after the recovery worker heard of the decline.
  std::optional<Error> refusal;
  if (!payment.state().decline_code.empty()) refusal = errors::declined(payment.state().decline_code);
  co_return co_await store(call, payment, errand, {Step::Next::wait, std::move(refusal)});
}

PaymentProcess::StepResult PaymentProcess::confirm(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  if (state.uncertain_since)
    co_return co_await follow(call, payment, errand, co_await gateway_.look_up(call, state.intent_id));
  ConfirmIntent request{.key = gateway_key(state.id, GatewayOperation::confirm, state.attempt),
                        .intent_id = state.intent_id,
                        .payment_method = state.payment_method,
                        .return_url = state.return_url};
  co_return co_await follow(call, payment, errand, co_await gateway_.confirm(call, std::move(request)));
}

PaymentProcess::StepResult PaymentProcess::await_action(const CallContext& call, Payment& payment,
                                                        const Errand& errand) {
  co_return co_await follow(call, payment, errand, co_await gateway_.look_up(call, payment.state().intent_id));
}

PaymentProcess::StepResult PaymentProcess::follow(const CallContext& call, Payment& payment, const Errand& errand,
                                                  GatewayAnswer answer) {
  if (const auto* declined = std::get_if<CardDeclined>(&answer)) {
    co_return co_await decline(call, payment, errand, declined->decline_code);
  }
  const auto* facts = std::get_if<IntentFacts>(&answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  co_return co_await follow_facts(call, payment, errand, *facts);
}

PaymentProcess::StepResult PaymentProcess::decline(const CallContext& call, Payment& payment, const Errand& errand,
                                                   std::string code) {
  payment.declined(code, clock_.now());
  co_return co_await store(call, payment, errand, {Step::Next::wait, errors::declined(std::move(code))});
}

// The intent doesn't tell whether our confirm was declined or never executed: what it says may be of an earlier
// attempt. The same request under the same key does: it is executed now, or answered as it was then.
PaymentProcess::StepResult PaymentProcess::confirm_again(const CallContext& call, Payment& payment,
                                                         const Errand& errand) {
  payment.certain();
  co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
}

PaymentProcess::StepResult PaymentProcess::follow_facts(const CallContext& call, Payment& payment, const Errand& errand,
                                                        const IntentFacts& facts) {
  const auto now = clock_.now();
  switch (facts.status) {
    case IntentStatus::requires_capture:
      payment.authorized(facts.evidence, now);
      co_return co_await pin_and_prepare_capture(call, payment, errand);
    case IntentStatus::requires_action:
      if (payment.stage() == PaymentState::requires_action) co_return Step{Step::Next::later, std::nullopt};
      payment.requires_action(facts.action_url, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
    case IntentStatus::requires_payment_method:
      if (payment.state().uncertain_since && errand.tries < kMostRepeats) {
        co_return co_await confirm_again(call, payment, errand);
      }
      co_return co_await decline(call, payment, errand,
                                 facts.decline_code.empty() ? "generic_decline" : facts.decline_code);
    case IntentStatus::requires_confirmation:
      co_return co_await confirm_again(call, payment, errand);
    case IntentStatus::processing:
      co_return co_await leave(call, payment, errand, OutcomeUnknown{"the provider is working on it"});
    case IntentStatus::canceled:
      payment.certain();
      payment.abandon({PaymentState::failed, "cancelled_by_provider"}, now);
      payment.abandoned(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("cancelled_by_provider")});
    case IntentStatus::succeeded:
      break;
  }
  co_return co_await review(call, payment, errand, "the provider took money that was not captured");
}

PaymentProcess::StepResult PaymentProcess::pin_and_prepare_capture(const CallContext& call, Payment& payment,
                                                                   const Errand& errand) {
  const auto pinned = co_await products_.pin(call, payment.id());
  const auto now = clock_.now();
  if (pinned) {
    payment.stock_pinned(now);
    payment.prepare(GatewayOperation::capture, payment.state().amount.to_text(), now);
    payment.capturing({}, now);
    co_return co_await store(call, payment, errand, {});
  }
  const auto& error = pinned.error();
  if (error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout) {
    // The evidence that money is held is worth storing before the next try.
    co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
  }
  co_return co_await abandon(call, payment, errand, {PaymentState::failed, "reservation_lost"}, std::nullopt);
}

PaymentProcess::StepResult PaymentProcess::capture(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  auto answer = state.uncertain_since ? co_await gateway_.look_up(call, state.intent_id)
                                      : co_await gateway_.capture(
                                            call, gateway_key(state.id, GatewayOperation::capture, 1), state.intent_id);
  const auto* facts = std::get_if<IntentFacts>(&answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
  if (!matches(payment, *facts))
    co_return co_await review(call, payment, errand, "the provider's intent differs from ours");
  co_return co_await follow_capture(call, payment, errand, *facts);
}

PaymentProcess::StepResult PaymentProcess::follow_capture(const CallContext& call, Payment& payment,
                                                          const Errand& errand, const IntentFacts& facts) {
  const auto now = clock_.now();
  switch (facts.status) {
    case IntentStatus::succeeded:
      if (facts.received != payment.state().amount) {
        co_return co_await review(call, payment, errand, "the provider took another amount");
      }
      payment.completed(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
    case IntentStatus::requires_capture:
      // Our capture was never executed: send it again under the same key.
      payment.certain();
      co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
    case IntentStatus::canceled:
      payment.abandon({PaymentState::failed, "authorization_lapsed"}, now);
      payment.abandoned(facts.evidence, now);
      co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("authorization_lapsed")});
    default:
      co_return co_await leave(call, payment, errand, OutcomeUnknown{"the provider is working on it"});
  }
}

PaymentProcess::StepResult PaymentProcess::undo(const CallContext& call, Payment& payment, const Errand& errand) {
  const auto& state = payment.state();
  if (state.intent_id.empty()) {
    // The intent may exist: the same request again tells its id.
    CreateIntent request{.key = gateway_key(state.id, GatewayOperation::create, 1),
                         .payment_id = state.id,
                         .order_id = state.order_id,
                         .amount = state.amount};
    auto answer = co_await gateway_.create(call, std::move(request));
    const auto* facts = std::get_if<IntentFacts>(&answer);
    if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
    payment.certain();
    payment.intent_created(facts->id, facts->client_secret, clock_.now());
    payment.prepare(GatewayOperation::cancel, facts->id, clock_.now());
    co_return co_await store(call, payment, errand, {});
  }
  auto answer = state.uncertain_since ? co_await gateway_.look_up(call, state.intent_id)
                                      : co_await gateway_.cancel(
                                            call, gateway_key(state.id, GatewayOperation::cancel, 1), state.intent_id);
  const auto* facts = std::get_if<IntentFacts>(&answer);
  if (facts == nullptr) co_return co_await leave(call, payment, errand, answer);
  const auto now = clock_.now();
  if (facts->status == IntentStatus::canceled) {
    payment.abandoned(facts->evidence, now);
    auto refusal =
        state.abandonment->reason == "reservation_lost" ? errors::reservation_lost() : refusal_of(payment.state());
    co_return co_await store(call, payment, errand, {Step::Next::wait, std::move(refusal)});
  }
  if (facts->status == IntentStatus::succeeded) {
    // Money was taken before the cancel arrived: the provider is the arbiter, so the sale stands.
    payment.capturing(facts->evidence, now);
    co_return co_await follow_capture(call, payment, errand, *facts);
  }
  if (state.uncertain_since) {
    // Our cancel was never executed: send it again under the same key.
    payment.certain();
    co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
  }
  co_return co_await leave(call, payment, errand, NotExecuted{"the provider has not cancelled yet"});
}

PaymentProcess::StepResult PaymentProcess::leave(const CallContext& call, Payment& payment, const Errand& errand,
                                                 const GatewayAnswer& answer) {
  if (const auto* refused = std::get_if<RequestRefused>(&answer)) {
    // Before a confirm nothing can have moved; after it a person must look.
    const bool before_confirm = payment.stage() == PaymentState::stock_reserved;
    if (!before_confirm) co_return co_await review(call, payment, errand, refused->reason);
    payment.abandon({PaymentState::failed, "provider_refused"}, clock_.now());
    if (payment.stage() == PaymentState::cancelling)
      payment.abandoned("the provider refused to create an intent", clock_.now());
    co_return co_await store(call, payment, errand, {Step::Next::wait, errors::failed("provider_refused")});
  }
  if (std::holds_alternative<OutcomeUnknown>(answer) && !payment.state().uncertain_since) {
    payment.uncertain(clock_.now());
    co_return co_await store(call, payment, errand, {Step::Next::later, std::nullopt});
  }
  co_return Step{Step::Next::later, std::nullopt};
}

PaymentProcess::StepResult PaymentProcess::review(const CallContext& call, Payment& payment, const Errand& errand,
                                                  std::string reason) {
  if (payment.stage() == PaymentState::stock_reserved) {
    co_return co_await abandon(call, payment, errand, {PaymentState::failed, std::move(reason)}, std::nullopt);
  }
  payment.review(std::move(reason), clock_.now());
  co_return co_await store(call, payment, errand, {Step::Next::wait, std::nullopt});
}

PaymentProcess::StepResult PaymentProcess::abandon(const CallContext& call, Payment& payment, const Errand& errand,
                                                   Abandonment how, std::optional<Error> refusal) {
  const auto now = clock_.now();
  payment.abandon(std::move(how), now);
  if (payment.stage() != PaymentState::cancelling) {
    if (!refusal) refusal = refusal_of(payment.state());
    co_return co_await store(call, payment, errand, {Step::Next::wait, std::move(refusal)});
  }
  if (!payment.state().intent_id.empty()) payment.prepare(GatewayOperation::cancel, payment.state().intent_id, now);
  co_return co_await store(call, payment, errand, {});
}

PaymentProcess::StepResult PaymentProcess::store(const CallContext& call, Payment& payment, const Errand& errand,
                                                 Step step) {
  if (errand.gives_up && is_abandoned(payment.stage())) step.refusal.reset();
  auto context = context_for(call, payment, errand, step.refusal);
  DDD_CO_CHECK(co_await payments_.save(payment, schedule_after(payment, errand, step.next), std::move(context)));
  co_return step;
}

SaveContext PaymentProcess::context_for(const CallContext& call, const Payment& payment, const Errand& errand,
                                        const std::optional<Error>& refusal) const {
  auto context = SaveContext::of(call, clock_.now());
  if (!call.idempotency || errand.render == nullptr) return context;
  IdempotencyRecord record{.key = *call.idempotency,
                           .resource_id = payment.id().to_text(),
                           .answer = std::nullopt,
                           .created_at = context.now};
  if (is_settled(payment, refusal)) {
    record.answer = errand.render(call, outcome_of(payment, errand, refusal, payment.version() + 1));
  }
  context.idempotency = std::move(record);
  return context;
}

Schedule PaymentProcess::leased(const Errand& errand) const {
  const auto until = clock_.now() + kLease;
  return {.lease_owner = errand.owner, .lease_until = until, .next_action_at = until, .tries = 0};
}

Schedule PaymentProcess::schedule_after(const Payment& payment, const Errand& errand, Step::Next next) const {
  const auto now = clock_.now();
  const auto& state = payment.state();
  if (next == Step::Next::again) return leased(errand);
  if (next == Step::Next::later) {
    return {
        .lease_owner = {}, .lease_until = {}, .next_action_at = next_try(payment, errand), .tries = errand.tries + 1};
  }
  if (payment.waits_for_method())
    return {.lease_owner = {}, .lease_until = {}, .next_action_at = state.expires_at, .tries = 0};
  if (state.state == PaymentState::requires_action) {
    // A webhook or the buyer's return is faster; this finds the ones that were lost.
    constexpr seconds kLookAgain{30};
    return {.lease_owner = {},
            .lease_until = {},
            .next_action_at = std::min(state.expires_at, now + kLookAgain),
            .tries = 0};
  }
  return {};
}

Timestamp PaymentProcess::next_try(const Payment& payment, const Errand& errand) const {
  const auto next = clock_.now() + backoff(errand.tries);
  // The buyer's time is over at its moment, however long we have been asking.
  const bool may_expire =
      payment.stage() == PaymentState::validated || payment.stage() == PaymentState::requires_action;
  return may_expire && !payment.is_expired(clock_.now()) ? std::min(next, payment.state().expires_at) : next;
}

bool PaymentProcess::matches(const Payment& payment, const IntentFacts& facts) {
  const auto& state = payment.state();
  return facts.amount == state.amount && facts.payment_id == state.id.to_text() &&
         (state.intent_id.empty() || state.intent_id == facts.id);
}

}  // namespace ddd::payment
