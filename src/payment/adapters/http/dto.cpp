#include <ddd/payment/adapters/http/dto.hpp>

namespace ddd::payment {
namespace {

std::optional<std::string> unless_empty(const std::string& text) {
  return text.empty() ? std::nullopt : std::optional(text);
}

}  // namespace

PaymentBody to_body(const Payment::Snapshot& payment) {
  PaymentBody body{.id = payment.id,
                   .user_id = payment.user_id,
                   .order_id = payment.order_id,
                   .amount = payment.amount,
                   .status = std::string(to_text(status_of(payment.state))),
                   .state = std::string(to_text(payment.state)),
                   .uncertain = payment.uncertain_since.has_value(),
                   .payment_method = unless_empty(payment.payment_method),
                   .payment_provider = "stripe",
                   .transaction_id = unless_empty(payment.intent_id),
                   .lines = {},
                   .basket_id = std::nullopt,
                   .basket_version = std::nullopt,
                   .client_secret = unless_empty(payment.client_secret),
                   .next_action = std::nullopt,
                   .decline_code = unless_empty(payment.decline_code),
                   .refunded_amount = Money(payment.refunded, payment.amount.currency()),
                   .version = payment.version,
                   .created_at = payment.created_at,
                   .updated_at = payment.updated_at,
                   .completed_at = payment.completed_at,
                   .expires_at = std::nullopt};
  for (const auto& line : payment.lines) {
    body.lines.push_back({line.product_id, line.name, line.quantity, line.unit_price, line.total()});
  }
  if (payment.basket) {
    body.basket_id = payment.basket->id;
    body.basket_version = payment.basket->version;
  }
  if (payment.state == PaymentState::requires_action) {
    body.next_action = NextActionBody{"redirect_to_url", {payment.action_url, unless_empty(payment.return_url)}};
  }
  if (!is_final(payment.state)) body.expires_at = payment.expires_at;
  return body;
}

TransitionBody to_body(const Transition& transition) {
  return {.sequence = transition.sequence,
          .from = transition.from ? std::optional(std::string(to_text(*transition.from))) : std::nullopt,
          .to = std::string(to_text(transition.to)),
          .status = std::string(to_text(status_of(transition.to))),
          .at = transition.at,
          .reason = unless_empty(transition.reason)};
}

PaymentMethodBody to_body(const PaymentMethod& method) {
  return {.id = method.id.to_text(),
          .type = "card",
          .provider = "stripe",
          .brand = method.card.brand,
          .last_four_digits = method.card.last_four_digits,
          .expiry_month = method.card.expiry_month,
          .expiry_year = method.card.expiry_year,
          .is_default = method.is_default,
          .is_active = method.is_active};
}

}  // namespace ddd::payment
