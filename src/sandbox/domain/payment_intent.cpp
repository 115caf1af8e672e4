#include <array>
#include <utility>

#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/domain/payment_intent.hpp>

namespace ddd::sandbox {
namespace {

using enum IntentStatus;

constexpr std::array kStatuses = {
    requires_payment_method, requires_confirmation, requires_action, requires_capture, succeeded, canceled};

}  // namespace

std::string_view to_text(IntentStatus status) {
  switch (status) {
    case requires_payment_method:
      return "requires_payment_method";
    case requires_confirmation:
      return "requires_confirmation";
    case requires_action:
      return "requires_action";
    case requires_capture:
      return "requires_capture";
    case succeeded:
      return "succeeded";
    case canceled:
      return "canceled";
  }
  std::unreachable();
}

std::optional<IntentStatus> intent_status(std::string_view text) {
  for (const auto status : kStatuses) {
    if (to_text(status) == text) return status;
  }
  return std::nullopt;
}

std::string_view to_text(CaptureMethod method) {
  return method == CaptureMethod::manual ? "manual" : "automatic";
}

std::string_view to_text(IntentEvent event) {
  switch (event) {
    case IntentEvent::amount_capturable_updated:
      return "payment_intent.amount_capturable_updated";
    case IntentEvent::succeeded:
      return "payment_intent.succeeded";
    case IntentEvent::payment_failed:
      return "payment_intent.payment_failed";
    case IntentEvent::requires_action:
      return "payment_intent.requires_action";
    case IntentEvent::canceled:
      return "payment_intent.canceled";
  }
  std::unreachable();
}

std::string_view to_text(BankEntry::Kind kind) {
  switch (kind) {
    case BankEntry::Kind::capture:
      return "capture";
    case BankEntry::Kind::refund:
      return "refund";
    case BankEntry::Kind::refund_failed:
      return "refund_failed";
  }
  std::unreachable();
}

Money PaymentIntent::Snapshot::capturable() const {
  return status == requires_capture ? amount : Money::zero(amount.currency());
}

Money PaymentIntent::Snapshot::received() const {
  return status == succeeded ? amount : Money::zero(amount.currency());
}

PaymentIntent PaymentIntent::create(IntentId id, std::string client_secret, Terms terms, Timestamp now) {
  // Lifecycle: without a method an intent "has a status of requires_payment_method"; with one it is "ready to confirm".
  const auto status = terms.payment_method.empty() ? requires_payment_method : requires_confirmation;
  PaymentIntent intent(Snapshot{.id = std::move(id),
                                .amount = terms.amount,
                                .capture_method = terms.capture_method,
                                .status = status,
                                .payment_method = std::move(terms.payment_method),
                                .client_secret = std::move(client_secret),
                                .description = std::move(terms.description),
                                .metadata = std::move(terms.metadata),
                                .created_at = now});
  intent.changed_ = true;
  return intent;
}

Result<> PaymentIntent::confirm(Attempt attempt, Timestamp now) {
  // API reference, "Confirm a PaymentIntent": an intent that waits for the customer may be confirmed anew, for example
  // with another card.
  const bool may_confirm = state_.status == requires_payment_method || state_.status == requires_confirmation ||
                           state_.status == requires_action;
  if (!may_confirm) return Refused(errors::cannot_confirm(state_.status));
  const auto& method = attempt.method;
  if (!method) return Refused(errors::missing_payment_method());
  state_.return_url = std::move(attempt.return_url);
  state_.latest_charge = std::move(attempt.charge);
  state_.last_error.reset();
  state_.payment_method = method->id;
  switch (method->card.behaviour) {
    case CardBehaviour::approves:
      authorise(now);
      break;
    case CardBehaviour::declines:
      decline(decline_of(*method));
      break;
    case CardBehaviour::asks_for_authentication:
      // The bank was not asked for money yet.
      state_.latest_charge.reset();
      state_.action_token = std::move(attempt.action_token);
      enter(requires_action);
      events_.push_back(IntentEvent::requires_action);
      break;
  }
  return {};
}

Result<> PaymentIntent::act(bool approves, ChargeId charge, Timestamp now) {
  if (state_.status != requires_action) return Refused(errors::cannot_act(state_.status));
  if (approves) {
    state_.latest_charge = std::move(charge);
    authorise(now);
  } else {
    decline({.code = "payment_intent_authentication_failure",
             .decline_code = {},
             .message = "The provided PaymentMethod has failed authentication. You can provide payment_method_data or "
                        "a new PaymentMethod to attempt to fulfill this PaymentIntent again.",
             .payment_method = state_.payment_method});
  }
  return {};
}

void PaymentIntent::decline(PaymentError error) {
  // Lifecycle: "If the payment attempt fails, the PaymentIntent's status returns to requires_payment_method"; the
  // method is detached so that it is not tried again by mistake.
  state_.payment_method.clear();
  state_.last_error = std::move(error);
  enter(requires_payment_method);
  events_.push_back(IntentEvent::payment_failed);
}

void PaymentIntent::authorise(Timestamp now) {
  if (state_.capture_method == CaptureMethod::automatic) return take_money(now);
  state_.hold_ends_at = now + kHold;
  enter(requires_capture);
  events_.push_back(IntentEvent::amount_capturable_updated);
}

Result<> PaymentIntent::capture(std::optional<std::int64_t> amount, Timestamp now) {
  if (state_.status != requires_capture) return Refused(errors::cannot_capture(state_.status));
  if (amount && *amount > state_.amount.minor_units()) return Refused(errors::amount_too_large("amount_to_capture"));
  if (amount && *amount < state_.amount.minor_units()) return Refused(errors::partial_capture());
  take_money(now);
  return {};
}

void PaymentIntent::take_money(Timestamp now) {
  state_.hold_ends_at.reset();
  enter(succeeded);
  events_.push_back(IntentEvent::succeeded);
  bank_entries_.push_back({.kind = BankEntry::Kind::capture,
                           .intent = state_.id,
                           .charge = *state_.latest_charge,
                           .amount = state_.amount,
                           .at = now});
}

Result<> PaymentIntent::cancel(std::string reason, Timestamp now) {
  // API reference, "Cancel a PaymentIntent": possible in every status but succeeded and canceled; "for PaymentIntents
  // with a status of requires_capture, the remaining amount_capturable is automatically refunded", which for a hold
  // means let go.
  if (state_.status == succeeded || state_.status == canceled) return Refused(errors::cannot_cancel(state_.status));
  end(std::move(reason), now);
  return {};
}

Result<Money> PaymentIntent::reserve_refund(std::optional<std::int64_t> amount) {
  if (state_.status != succeeded) return Refused(errors::nothing_to_refund());
  const auto left = state_.amount.minor_units() - state_.refunded;
  if (left == 0) return Refused(errors::already_refunded());
  const auto wanted = amount.value_or(left);
  if (wanted > left) return Refused(errors::refund_too_large());
  state_.refunded += wanted;
  changed_ = true;
  return Money(wanted, state_.amount.currency());
}

void PaymentIntent::give_back(const GivenBack& given, Timestamp now) {
  book(BankEntry::Kind::refund, given, now);
}

void PaymentIntent::take_back(const GivenBack& given, Timestamp now) {
  state_.refunded -= given.amount.minor_units();
  book(BankEntry::Kind::refund_failed, given, now);
}

void PaymentIntent::book(BankEntry::Kind kind, const GivenBack& given, Timestamp now) {
  changed_ = true;
  const auto own_id = given.metadata.find("refund_id");
  bank_entries_.push_back({.kind = kind,
                           .intent = state_.id,
                           .charge = *state_.latest_charge,
                           .amount = given.amount,
                           .at = now,
                           .refund = given.refund,
                           .refund_id = own_id == given.metadata.end() ? std::string() : own_id->second});
}

bool PaymentIntent::lapse(Timestamp now) {
  // API reference, "Capture a PaymentIntent": "Uncaptured PaymentIntents are cancelled a set number of days (7 by
  // default)"; the reason is then "automatic".
  if (state_.status != requires_capture || now < *state_.hold_ends_at) return false;
  end("automatic", now);
  return true;
}

void PaymentIntent::end(std::string reason, Timestamp now) {
  state_.cancellation_reason = std::move(reason);
  state_.canceled_at = now;
  state_.hold_ends_at.reset();
  enter(canceled);
  events_.push_back(IntentEvent::canceled);
}

void PaymentIntent::enter(IntentStatus status) {
  state_.status = status;
  changed_ = true;
}

}  // namespace ddd::sandbox
