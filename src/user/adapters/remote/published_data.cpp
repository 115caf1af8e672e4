#include <utility>

#include <ddd/user/adapters/remote/published_data.hpp>

namespace ddd::user {
namespace {

DataElsewhere::Basket translated(contracts::HeldBasket held) {
  DataElsewhere::Basket basket{.id = std::move(held.basket_id),
                               .items = {},
                               .created_at = held.created_at,
                               .updated_at = held.updated_at,
                               .expires_at = held.expires_at};
  for (const auto& item : held.items) {
    basket.items.push_back({item.product_id, item.quantity, item.unit_price, item.added_at});
  }
  return basket;
}

DataElsewhere::Payment translated(contracts::HeldPayment held) {
  DataElsewhere::Payment payment{.id = std::move(held.payment_id),
                                 .order_id = std::move(held.order_id),
                                 .status = std::move(held.status),
                                 .amount = held.amount,
                                 .refunded_amount = held.refunded_amount,
                                 .payment_method = std::move(held.payment_method),
                                 .lines = {},
                                 .created_at = held.created_at,
                                 .completed_at = held.completed_at};
  for (auto& line : held.lines) {
    payment.lines.push_back({line.product_id, std::move(line.name), line.quantity, line.unit_price});
  }
  return payment;
}

DataElsewhere::PaymentMethod translated(contracts::HeldPaymentMethod held) {
  return {.id = std::move(held.payment_method_id),
          .brand = std::move(held.brand),
          .last_four_digits = std::move(held.last_four_digits),
          .expiry_month = held.expiry_month,
          .expiry_year = held.expiry_year,
          .is_default = held.is_default,
          .created_at = held.created_at};
}

}  // namespace

Task<Result<DataElsewhere>> PublishedData::find(const CallContext& call, UserId user_id) {
  auto own = call;
  own.service = "user-service";
  own.idempotency.reset();
  DDD_CO_TRY(auto basket, co_await baskets_->held_of(own, user_id));
  DDD_CO_TRY(auto paid, co_await payments_->held_of(own, user_id));
  DataElsewhere found;
  if (basket) found.basket = translated(*std::move(basket));
  for (auto& payment : paid.payments) found.payments.push_back(translated(std::move(payment)));
  for (auto& method : paid.payment_methods) found.payment_methods.push_back(translated(std::move(method)));
  co_return found;
}

}  // namespace ddd::user
