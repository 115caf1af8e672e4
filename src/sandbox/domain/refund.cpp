#include <utility>

#include <ddd/sandbox/domain/errors.hpp>
#include <ddd/sandbox/domain/refund.hpp>

namespace ddd::sandbox {

std::string_view to_text(RefundStatus status) {
  switch (status) {
    case RefundStatus::pending:
      return "pending";
    case RefundStatus::succeeded:
      return "succeeded";
    case RefundStatus::failed:
      return "failed";
  }
  std::unreachable();
}

std::optional<RefundStatus> refund_status(std::string_view text) {
  for (const auto status : {RefundStatus::pending, RefundStatus::succeeded, RefundStatus::failed}) {
    if (to_text(status) == text) return status;
  }
  return std::nullopt;
}

std::string_view to_text(RefundEvent event) {
  switch (event) {
    case RefundEvent::created:
      return "refund.created";
    case RefundEvent::updated:
      return "refund.updated";
    case RefundEvent::failed:
      return "refund.failed";
    case RefundEvent::charge_refunded:
      return "charge.refunded";
  }
  std::unreachable();
}

Result<Refund> Refund::create(RefundId id, PaymentIntent& intent, RefundBehaviour behaviour, Terms terms,
                              Timestamp now) {
  DDD_TRY(const auto amount, intent.reserve_refund(terms.amount));
  Refund refund(Snapshot{.id = std::move(id),
                         .intent = intent.id(),
                         .charge = intent.state().latest_charge.value(),
                         .amount = amount,
                         .reason = std::move(terms.reason),
                         .metadata = std::move(terms.metadata),
                         .created_at = now});
  auto& state = refund.state_;
  if (behaviour != RefundBehaviour::at_once) state.settles_at = now + kSettling;
  refund.events_.push_back(RefundEvent::created);
  if (behaviour == RefundBehaviour::pending) return refund;
  state.status = RefundStatus::succeeded;
  intent.give_back({.refund = state.id.to_text(), .metadata = state.metadata, .amount = amount}, now);
  refund.events_.push_back(RefundEvent::charge_refunded);
  return refund;
}

bool Refund::settle(PaymentIntent& intent, Timestamp now) {
  if (!state_.settles_at || now < *state_.settles_at) return false;
  state_.settles_at.reset();
  const PaymentIntent::GivenBack given{
      .refund = state_.id.to_text(), .metadata = state_.metadata, .amount = state_.amount};
  if (state_.status == RefundStatus::pending) {
    state_.status = RefundStatus::succeeded;
    intent.give_back(given, now);
    events_.push_back(RefundEvent::updated);
    events_.push_back(RefundEvent::charge_refunded);
  } else {
    // docs.stripe.com/refunds#failed-refunds: the amount comes back to the shop's balance.
    state_.status = RefundStatus::failed;
    state_.failure_reason = "expired_or_canceled_card";
    intent.take_back(given, now);
    events_.push_back(RefundEvent::updated);
    events_.push_back(RefundEvent::failed);
  }
  return true;
}

}  // namespace ddd::sandbox
