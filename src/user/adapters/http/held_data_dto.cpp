#include <ddd/user/adapters/http/held_data_dto.hpp>

namespace ddd::user {
namespace {

HeldSessionBody to_body(const HeldData::HeldSession& held) {
  const auto& [session, expires_at, revocation] = held;
  HeldSessionBody body{.id = session.id,
                       .device = session.device.name,
                       .address = session.device.address,
                       .created_at = session.created_at,
                       .last_used_at = session.last_used_at,
                       .expires_at = expires_at,
                       .revoked_at = std::nullopt,
                       .revocation_reason = std::nullopt};
  if (revocation) {
    body.revoked_at = revocation->at;
    body.revocation_reason = std::string(to_text(revocation->reason));
  }
  return body;
}

HeldBasketBody to_body(const DataElsewhere::Basket& basket) {
  HeldBasketBody body{.id = basket.id,
                      .items = {},
                      .created_at = basket.created_at,
                      .updated_at = basket.updated_at,
                      .expires_at = basket.expires_at};
  for (const auto& item : basket.items) {
    body.items.push_back({item.product_id, item.quantity, item.unit_price, item.added_at});
  }
  return body;
}

HeldPaymentBody to_body(const DataElsewhere::Payment& payment) {
  HeldPaymentBody body{
      .id = payment.id,
      .order_id = payment.order_id,
      .status = payment.status,
      .amount = payment.amount,
      .refunded_amount = payment.refunded_amount,
      .payment_method = payment.payment_method.empty() ? std::nullopt : std::optional(payment.payment_method),
      .lines = {},
      .created_at = payment.created_at,
      .completed_at = payment.completed_at};
  for (const auto& line : payment.lines) {
    body.lines.push_back({line.product_id, line.name, line.quantity, line.unit_price});
  }
  return body;
}

HeldPaymentMethodBody to_body(const DataElsewhere::PaymentMethod& method) {
  return {.id = method.id,
          .brand = method.brand,
          .last_four_digits = method.last_four_digits,
          .expiry_month = method.expiry_month,
          .expiry_year = method.expiry_year,
          .is_default = method.is_default,
          .created_at = method.created_at};
}

}  // namespace

SessionBody to_body(const SessionView& session, const SessionId& current) {
  return {.id = session.id,
          .device = session.device.name,
          .address = session.device.address,
          .created_at = session.created_at,
          .last_used_at = session.last_used_at,
          .current = session.id == current};
}

ExportBody to_body(const AccountExport& exported) {
  const auto& [held, elsewhere] = exported;
  ExportBody body{.user = to_body(held.user)};
  for (const auto& session : held.sessions) body.sessions.push_back(to_body(session));
  for (const auto at : held.failed_logins) body.failed_logins.push_back({at});
  for (const auto& mail : held.mails) body.mails.push_back({std::string(to_text(mail.purpose)), mail.ordered_at});
  if (held.orders) body.orders = OrderCountBody{held.orders->count, held.orders->last_at};
  for (const auto& [signal, at] : held.risk_signals) body.risk_signals.push_back({std::string(to_text(signal)), at});
  if (elsewhere.basket) body.basket = to_body(*elsewhere.basket);
  for (const auto& payment : elsewhere.payments) body.payments.push_back(to_body(payment));
  for (const auto& method : elsewhere.payment_methods) body.payment_methods.push_back(to_body(method));
  return body;
}

}  // namespace ddd::user
