#include <ddd/user/adapters/grpc/messages.hpp>

namespace ddd::user {
namespace {

v1::ExportAccountResponse::HeldSession to_message(const HeldData::HeldSession& held) {
  const auto& [session, expires_at, revocation] = held;
  v1::ExportAccountResponse::HeldSession message;
  message.set_id(session.id.to_text());
  message.set_device(session.device.name);
  message.set_address(session.device.address);
  *message.mutable_created_at() = rpc::to_message(session.created_at);
  *message.mutable_last_used_at() = rpc::to_message(session.last_used_at);
  *message.mutable_expires_at() = rpc::to_message(expires_at);
  if (revocation) {
    *message.mutable_revoked_at() = rpc::to_message(revocation->at);
    message.set_revocation_reason(std::string(to_text(revocation->reason)));
  }
  return message;
}

v1::ExportAccountResponse::Basket to_message(const DataElsewhere::Basket& basket) {
  v1::ExportAccountResponse::Basket message;
  message.set_id(basket.id.to_text());
  for (const auto& item : basket.items) {
    auto& sent = *message.add_items();
    sent.set_product_id(item.product_id.value());
    sent.set_quantity(item.quantity);
    *sent.mutable_unit_price() = rpc::to_message(item.unit_price);
    *sent.mutable_added_at() = rpc::to_message(item.added_at);
  }
  *message.mutable_created_at() = rpc::to_message(basket.created_at);
  *message.mutable_updated_at() = rpc::to_message(basket.updated_at);
  *message.mutable_expires_at() = rpc::to_message(basket.expires_at);
  return message;
}

v1::ExportAccountResponse::Payment to_message(const DataElsewhere::Payment& payment) {
  v1::ExportAccountResponse::Payment message;
  message.set_id(payment.id.to_text());
  message.set_order_id(payment.order_id);
  message.set_status(payment.status);
  *message.mutable_amount() = rpc::to_message(payment.amount);
  *message.mutable_refunded_amount() = rpc::to_message(payment.refunded_amount);
  if (!payment.payment_method.empty()) message.set_payment_method(payment.payment_method);
  for (const auto& line : payment.lines) {
    auto& sent = *message.add_lines();
    sent.set_product_id(line.product_id.value());
    sent.set_name(line.name);
    sent.set_quantity(line.quantity);
    *sent.mutable_unit_price() = rpc::to_message(line.unit_price);
  }
  *message.mutable_created_at() = rpc::to_message(payment.created_at);
  if (payment.completed_at) *message.mutable_completed_at() = rpc::to_message(*payment.completed_at);
  return message;
}

v1::ExportAccountResponse::PaymentMethod to_message(const DataElsewhere::PaymentMethod& method) {
  v1::ExportAccountResponse::PaymentMethod message;
  message.set_id(method.id);
  message.set_brand(method.brand);
  message.set_last_four_digits(method.last_four_digits);
  message.set_expiry_month(method.expiry_month);
  message.set_expiry_year(method.expiry_year);
  message.set_is_default(method.is_default);
  *message.mutable_created_at() = rpc::to_message(method.created_at);
  return message;
}

void add_activity(v1::ExportAccountResponse& message, const HeldData& held) {
  if (held.orders) {
    message.mutable_orders()->set_count(held.orders->count);
    *message.mutable_orders()->mutable_last_at() = rpc::to_message(held.orders->last_at);
  }
  for (const auto& [signal, at] : held.risk_signals) {
    auto& sent = *message.add_risk_signals();
    sent.set_signal(std::string(to_text(signal)));
    *sent.mutable_at() = rpc::to_message(at);
  }
}

}  // namespace

v1::ExportAccountResponse to_message(const AccountExport& exported) {
  const auto& [held, elsewhere] = exported;
  v1::ExportAccountResponse message;
  *message.mutable_user() = to_message(held.user);
  for (const auto& session : held.sessions) *message.add_sessions() = to_message(session);
  for (const auto at : held.failed_logins) *message.add_failed_logins()->mutable_at() = rpc::to_message(at);
  for (const auto& mail : held.mails) {
    auto& sent = *message.add_mails();
    sent.set_purpose(std::string(to_text(mail.purpose)));
    *sent.mutable_ordered_at() = rpc::to_message(mail.ordered_at);
  }
  add_activity(message, held);
  if (elsewhere.basket) *message.mutable_basket() = to_message(*elsewhere.basket);
  for (const auto& payment : elsewhere.payments) *message.add_payments() = to_message(payment);
  for (const auto& method : elsewhere.payment_methods) *message.add_payment_methods() = to_message(method);
  return message;
}

}  // namespace ddd::user
