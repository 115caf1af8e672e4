#include <ddd/payment/adapters/grpc/messages.hpp>
#include <ddd/platform/grpc/stored.hpp>

namespace ddd::payment {
namespace {

v1::PaymentLine to_message(const Line& line) {
  v1::PaymentLine message;
  message.set_product_id(line.product_id.value());
  message.set_name(line.name);
  message.set_quantity(line.quantity);
  *message.mutable_unit_price() = rpc::to_message(line.unit_price);
  *message.mutable_line_total() = rpc::to_message(line.total());
  return message;
}

/// What is there only in some states.
void add_state(v1::Payment& message, const Payment::Snapshot& payment) {
  const auto set = [](const std::string& text, auto setter) {
    if (!text.empty()) setter(text);
  };
  set(payment.payment_method, [&](const auto& text) { message.set_payment_method(text); });
  set(payment.intent_id, [&](const auto& text) { message.set_transaction_id(text); });
  set(payment.client_secret, [&](const auto& text) { message.set_client_secret(text); });
  set(payment.decline_code, [&](const auto& text) { message.set_decline_code(text); });
  if (payment.basket) {
    message.set_basket_id(payment.basket->id.to_text());
    message.set_basket_version(payment.basket->version);
  }
  if (payment.state == PaymentState::requires_action) {
    auto& action = *message.mutable_next_action();
    action.set_type("redirect_to_url");
    action.mutable_redirect_to_url()->set_url(payment.action_url);
    set(payment.return_url, [&](const auto& text) { action.mutable_redirect_to_url()->set_return_url(text); });
  }
  if (payment.completed_at) *message.mutable_completed_at() = rpc::to_message(*payment.completed_at);
  if (!is_final(payment.state)) *message.mutable_expires_at() = rpc::to_message(payment.expires_at);
}

}  // namespace

v1::Payment to_message(const Payment::Snapshot& payment) {
  v1::Payment message;
  message.set_id(payment.id.to_text());
  message.set_user_id(payment.user_id.value());
  message.set_order_id(payment.order_id);
  *message.mutable_amount() = rpc::to_message(payment.amount);
  message.set_status(std::string(to_text(status_of(payment.state))));
  message.set_state(std::string(to_text(payment.state)));
  message.set_uncertain(payment.uncertain_since.has_value());
  message.set_payment_provider("stripe");
  for (const auto& line : payment.lines) *message.add_lines() = to_message(line);
  add_state(message, payment);
  *message.mutable_refunded_amount() = rpc::to_message(Money(payment.refunded, payment.amount.currency()));
  message.set_version(payment.version);
  *message.mutable_created_at() = rpc::to_message(payment.created_at);
  *message.mutable_updated_at() = rpc::to_message(payment.updated_at);
  return message;
}

v1::ListPaymentEventsResponse::Event to_message(const Transition& transition) {
  v1::ListPaymentEventsResponse::Event message;
  message.set_sequence(transition.sequence);
  if (transition.from) message.set_from(std::string(to_text(*transition.from)));
  message.set_to(std::string(to_text(transition.to)));
  message.set_status(std::string(to_text(status_of(transition.to))));
  *message.mutable_at() = rpc::to_message(transition.at);
  if (!transition.reason.empty()) message.set_reason(transition.reason);
  return message;
}

v1::PaymentMethod to_message(const PaymentMethod& method) {
  v1::PaymentMethod message;
  message.set_id(method.id.to_text());
  message.set_type("card");
  message.set_provider("stripe");
  message.set_brand(method.card.brand);
  message.set_last_four_digits(method.card.last_four_digits);
  message.set_expiry_month(method.card.expiry_month);
  message.set_expiry_year(method.card.expiry_year);
  message.set_is_default(method.is_default);
  message.set_is_active(method.is_active);
  return message;
}

StoredAnswer render(const CallContext& call, const PaymentOutcome& outcome) {
  if (outcome.refusal) return rpc::to_stored(*outcome.refusal, call.trace.trace_id_text());
  return rpc::to_stored(to_message(outcome.view.payment), outcome.is_new ? 201 : 200);
}

StoredAnswer render_method(const PaymentMethod& method) {
  return rpc::to_stored(to_message(method));
}

}  // namespace ddd::payment
