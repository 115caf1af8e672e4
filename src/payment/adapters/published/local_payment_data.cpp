#include <string>

#include <ddd/payment/adapters/published/local_payment_data.hpp>

namespace ddd::payment {
namespace {

contracts::HeldPayment published(const Payment::Snapshot& payment) {
  contracts::HeldPayment held{.payment_id = payment.id,
                              .order_id = payment.order_id,
                              .status = std::string(to_text(status_of(payment.state))),
                              .amount = payment.amount,
                              .refunded_amount = Money(payment.refunded, payment.amount.currency()),
                              .payment_method = payment.payment_method,
                              .lines = {},
                              .created_at = payment.created_at,
                              .completed_at = payment.completed_at};
  for (const auto& line : payment.lines) {
    held.lines.push_back({line.product_id, line.name, line.quantity, line.unit_price});
  }
  return held;
}

contracts::HeldPaymentMethod published(const PaymentMethod& method) {
  return {.payment_method_id = method.id.to_text(),
          .brand = method.card.brand,
          .last_four_digits = method.card.last_four_digits,
          .expiry_month = method.card.expiry_month,
          .expiry_year = method.card.expiry_year,
          .is_default = method.is_default,
          .created_at = method.created_at};
}

}  // namespace

Task<Result<contracts::HeldPaymentData>> LocalPaymentData::held_of(const CallContext& call, UserId user_id) {
  DDD_CO_TRY(const auto held, co_await application_.queries.get_held_payments.handle(call, GetHeldPayments{user_id}));
  contracts::HeldPaymentData data;
  for (const auto& view : held.payments) data.payments.push_back(published(view.payment));
  for (const auto& method : held.methods) data.payment_methods.push_back(published(method));
  co_return data;
}

}  // namespace ddd::payment
