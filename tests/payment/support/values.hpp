#pragma once

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <utility>
#include <vector>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/domain/payment.hpp>
#include <ddd/payment/domain/wallet.hpp>

namespace ddd::payment::test {

inline constexpr Timestamp kStart{std::chrono::sys_days{std::chrono::year{2026} / 1 / 31}};

/// Ids one after another, the same in every run.
class CountingIds final : public IdSource {
 public:
  [[nodiscard]] Uuid next() override { return Uuid::v7(Timestamp(std::chrono::milliseconds(++count_)), {}); }

 private:
  std::int64_t count_ = 0;
};

class ManualClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override { return at; }
  Timestamp at = kStart;
};

inline Money usd(std::int64_t cents) {
  return {cents, Currency()};
}

inline Line line(std::uint64_t product, std::int64_t quantity = 1, std::int64_t cents = 1999) {
  return {.product_id = ProductId(product),
          .name = "Product " + std::to_string(product),
          .quantity = quantity,
          .unit_price = usd(cents)};
}

inline PaymentId payment_id(std::uint64_t number) {
  return PaymentId::restore("pay_" + std::to_string(number));
}

/// Two mugs and a plate for 44.97 USD, bought by user 7 straight from the shelf.
inline Payment::Opening opening(PaymentId id = payment_id(1)) {
  return {.id = std::move(id),
          .user_id = UserId(7),
          .order_id = "ord_1",
          .basket = std::nullopt,
          .lines = {line(1, 2), line(2, 1, 499)},
          .amount = usd(4497)};
}

inline Payment new_payment(PaymentId id = payment_id(1), Timestamp now = kStart) {
  return Payment::open(opening(std::move(id)), now);
}

/// A payment that a good run has brought to `state` (one of those on the way to completed), with the Visa test card.
inline Payment payment_at(PaymentState state, PaymentId id = payment_id(1), Timestamp now = kStart) {
  auto payment = new_payment(std::move(id), now);
  if (payment.stage() == state) return payment;
  if (!payment.choose_method("pm_card_visa", "https://shop.example/done", now)) std::abort();
  payment.stock_reserved(now);
  payment.prepare(GatewayOperation::create, "44.97 USD", now);
  if (payment.stage() == state) return payment;
  payment.intent_created("pi_of_" + payment.id().to_text(), "secret_1", now);
  if (payment.stage() == state) return payment;
  payment.prepare(GatewayOperation::confirm, "pm_card_visa", now);
  payment.confirming(now);
  if (payment.stage() == state) return payment;
  if (state == PaymentState::requires_action) {
    payment.requires_action("https://bank.example/3ds", now);
    return payment;
  }
  payment.authorized("req_confirm", now);
  if (payment.stage() == state) return payment;
  payment.stock_pinned(now);
  if (payment.stage() == state) return payment;
  payment.prepare(GatewayOperation::capture, "44.97 USD", now);
  payment.capturing({}, now);
  if (payment.stage() == state) return payment;
  payment.completed("req_capture", now);
  if (payment.stage() != state) std::abort();
  return payment;
}

inline RefundId refund_id(std::uint64_t number) {
  return RefundId::restore("rfd_" + std::to_string(number));
}

inline RefundOrder refund_order(std::int64_t cents, std::uint64_t number = 1, bool restock = false) {
  return {.id = refund_id(number), .amount = usd(cents), .reason = "broken", .restock = restock, .lines = {}};
}

/// A payment without a trace at the provider, given up with this end.
inline Payment abandoned_payment(PaymentState end, std::string reason = "why", PaymentId id = payment_id(1)) {
  auto payment = new_payment(std::move(id));
  payment.abandon({end, std::move(reason)}, kStart);
  return payment;
}

inline CardFacts visa() {
  return {.brand = "visa", .last_four_digits = "4242", .expiry_month = 12, .expiry_year = 2034};
}

inline PaymentMethodId method_id(std::uint64_t number) {
  return PaymentMethodId::restore("pm_" + std::to_string(number));
}

inline std::vector<PaymentState> all_states() {
  std::vector<PaymentState> states;
  for (int i = 0; i <= static_cast<int>(PaymentState::manual_review); ++i)
    states.push_back(static_cast<PaymentState>(i));
  return states;
}

}  // namespace ddd::payment::test
