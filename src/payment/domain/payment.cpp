#include <stdexcept>
#include <utility>

#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/payment.hpp>

namespace ddd::payment {

Payment Payment::open(Opening opening, Timestamp now) {
  Payment payment(Snapshot{.id = std::move(opening.id),
                           .user_id = opening.user_id,
                           .order_id = std::move(opening.order_id),
                           .basket = std::move(opening.basket),
                           .lines = std::move(opening.lines),
                           .amount = opening.amount,
                           .created_at = now,
                           .updated_at = now,
                           .expires_at = now + kLifetime});
  payment.transitions_.push_back({++payment.state_.transition_sequence, std::nullopt, PaymentState::created, now, {}});
  payment.enter(PaymentState::validated, {}, now);
  payment.events_.add(PaymentInitiated{});
  return payment;
}

bool Payment::waits_for_method() const {
  const bool may_wait = stage() == PaymentState::stock_reserved || stage() == PaymentState::intent_created;
  return may_wait && state_.payment_method.empty();
}

Result<> Payment::choose_method(std::string payment_method, std::string return_url, Timestamp now) {
  const bool early = stage() == PaymentState::validated && state_.payment_method.empty();
  if (!early && !waits_for_method()) return Refused(errors::not_processable(to_text(status())));
  state_.payment_method = std::move(payment_method);
  state_.return_url = std::move(return_url);
  state_.decline_code.clear();
  state_.updated_at = now;
  ++state_.attempt;
  return {};
}

int Payment::attempt_of(GatewayOperation operation) const {
  return operation == GatewayOperation::confirm ? state_.attempt : 1;
}

void Payment::stock_reserved(Timestamp now) {
  enter(PaymentState::stock_reserved, {}, now);
}

void Payment::prepare(GatewayOperation operation, std::string parameters, Timestamp now) {
  if (operation == GatewayOperation::create && std::exchange(state_.create_prepared, true)) return;
  if (operation == GatewayOperation::cancel && std::exchange(state_.cancel_prepared, true)) return;
  const int attempt = attempt_of(operation);
  prepared_.push_back({operation, attempt, gateway_key(state_.id, operation, attempt), std::move(parameters), now});
}

void Payment::intent_created(std::string intent_id, std::string client_secret, Timestamp now) {
  state_.intent_id = std::move(intent_id);
  state_.client_secret = std::move(client_secret);
  if (stage() == PaymentState::stock_reserved) enter(PaymentState::intent_created, {}, now);
}

void Payment::confirming(Timestamp now) {
  enter(PaymentState::confirming, {}, now);
}

void Payment::requires_action(std::string action_url, Timestamp now) {
  enter(PaymentState::requires_action, {}, now);
  certain();
  state_.action_url = std::move(action_url);
}

void Payment::authorized(std::string_view evidence, Timestamp now) {
  enter(PaymentState::authorized, evidence, now);
  certain();
  state_.action_url.clear();
  events_.add(PaymentAuthorized{});
}

void Payment::stock_pinned(Timestamp now) {
  enter(PaymentState::stock_pinned, {}, now);
}

void Payment::capturing(std::string_view evidence, Timestamp now) {
  enter(PaymentState::capturing, evidence, now);
}

void Payment::completed(std::string_view evidence, Timestamp now) {
  enter(PaymentState::completed, evidence, now);
  certain();
  state_.abandonment.reset();
  state_.completed_at = now;
  events_.add(PaymentCompleted{});
  bookings_.push_back(booking_of_capture(state_.amount));
}

void Payment::declined(std::string decline_code, Timestamp now) {
  enter(PaymentState::intent_created, decline_code, now);
  certain();
  state_.decline_code = std::move(decline_code);
  state_.payment_method.clear();
  state_.action_url.clear();
}

void Payment::uncertain(Timestamp now) {
  if (!state_.uncertain_since) state_.uncertain_since = now;
  state_.updated_at = now;
}

void Payment::certain() {
  state_.uncertain_since.reset();
}

Result<> Payment::cancel(std::string reason, Timestamp now) {
  switch (stage()) {
    case PaymentState::cancelled:
    case PaymentState::cancelling:
      return {};
    case PaymentState::created:
    case PaymentState::validated:
    case PaymentState::stock_reserved:
    case PaymentState::intent_created:
    case PaymentState::requires_action:
      break;
    default:
      return Refused(errors::not_cancellable(to_text(status())));
  }
  abandon({PaymentState::cancelled, std::move(reason)}, now);
  return {};
}

void Payment::abandon(Abandonment how, Timestamp now) {
  enter(PaymentState::cancelling, how.reason, now);
  state_.abandonment = std::move(how);
  state_.action_url.clear();
  if (!state_.create_prepared) abandoned("nothing was asked of the provider", now);
}

void Payment::abandoned(std::string_view evidence, Timestamp now) {
  const auto how = state_.abandonment.value();
  enter(how.end, evidence, now);
  certain();
  switch (how.end) {
    case PaymentState::cancelled:
      events_.add(PaymentCancelled{});
      break;
    case PaymentState::expired:
      events_.add(PaymentExpired{});
      break;
    default:
      state_.failure_reason = how.reason;
      events_.add(PaymentFailed{how.reason});
  }
}

void Payment::review(std::string reason, Timestamp now) {
  enter(PaymentState::manual_review, reason, now);
}

void Payment::enter(PaymentState next, std::string_view reason, Timestamp now) {
  if (!can_follow(stage(), next)) {
    throw std::logic_error("payment " + state_.id.to_text() + " can't go from " + std::string(to_text(stage())) +
                           " to " + std::string(to_text(next)));
  }
  transitions_.push_back({++state_.transition_sequence, stage(), next, now, std::string(reason)});
  state_.state = next;
  state_.updated_at = now;
}

void Payment::mark_saved() {
  ++state_.version;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
  transitions_.clear();
  prepared_.clear();
  bookings_.clear();
}

}  // namespace ddd::payment
