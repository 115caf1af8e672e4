#include <algorithm>
#include <stdexcept>
#include <utility>

#include <ddd/payment/domain/errors.hpp>
#include <ddd/payment/domain/payment.hpp>

namespace ddd::payment {

bool completes(const Payment& payment) {
  // Not when a refund is turned back: then it was sold before.
  return std::ranges::any_of(payment.transitions(), [](const Transition& each) {
    return each.to == PaymentState::completed && !is_sold(each.from.value());
  });
}

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
  switch (operation) {
    case GatewayOperation::confirm:
      return state_.attempt;
    case GatewayOperation::capture:
      return state_.keys.capture;
    case GatewayOperation::cancel:
      return state_.keys.cancel;
    default:
      return state_.keys.create;
  }
}

std::string Payment::key_of(GatewayOperation operation) const {
  return gateway_key(state_.id, operation, attempt_of(operation));
}

std::optional<Timestamp> Payment::key_spent_at() const {
  return state_.prepared_at ? std::optional(*state_.prepared_at + kKeyLife) : std::nullopt;
}

void Payment::stock_reserved(Timestamp now) {
  enter(PaymentState::stock_reserved, {}, now);
}

void Payment::prepare(GatewayOperation operation, std::string parameters, Timestamp now) {
  if (operation == GatewayOperation::create && std::exchange(state_.create_prepared, true)) return;
  if (operation == GatewayOperation::cancel && std::exchange(state_.cancel_prepared, true)) return;
  write_down(operation, std::move(parameters), now);
}

void Payment::prepare_anew(GatewayOperation operation, std::string parameters, Timestamp now) {
  switch (operation) {
    case GatewayOperation::create:
      ++state_.keys.create;
      break;
    case GatewayOperation::capture:
      ++state_.keys.capture;
      break;
    case GatewayOperation::cancel:
      ++state_.keys.cancel;
      break;
    default:
      throw std::logic_error("a confirm has no second key");
  }
  write_down(operation, std::move(parameters), now);
  state_.updated_at = now;
}

void Payment::write_down(GatewayOperation operation, std::string parameters, Timestamp now) {
  prepared_.push_back({operation, attempt_of(operation), key_of(operation), std::move(parameters), now});
  state_.prepared_at = now;
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
  // What was refused before a review would be refused again under its key.
  if (stage() == PaymentState::manual_review) ++state_.keys.capture;
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
  const auto given_up = std::exchange(state_.abandonment, std::nullopt);
  state_.completed_at = now;
  events_.add(PaymentCompleted{});
  bookings_.push_back(booking_of_capture(state_.amount));
  if (given_up && given_up->end == PaymentState::cancelled) give_back_all(given_up->reason, now);
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
  if (stage() == PaymentState::cancelled || stage() == PaymentState::cancelling) return {};
  if (!is_cancellable(stage())) return Refused(errors::not_cancellable(to_text(status())));
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

void Payment::disputed(std::string id, std::string status, Timestamp now) {
  if (state_.dispute_id == id && state_.dispute_status == status) return;
  state_.dispute_id = std::move(id);
  state_.dispute_status = std::move(status);
  state_.updated_at = now;
  events_.add(PaymentDisputed{});
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
  changed_refunds_.clear();
}

}  // namespace ddd::payment
