#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/payment/application/payment_settings.hpp>
#include <ddd/payment/application/ports/neighbours.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/payment/application/process/payment_process.hpp>
#include <ddd/platform/effects/idempotency_store.hpp>

namespace ddd::payment {

struct CreatePayment {
  // What is bought: exactly one of a basket, the current basket, or a product with a quantity.
  std::optional<BasketId> basket_id;
  bool current_basket = false;
  std::optional<ProductId> product_id;
  std::optional<std::int64_t> quantity;

  std::string payment_method;  ///< a saved method's id or a test method; empty: stop when the stock is held
  std::optional<Money> expected_total;
  std::string order_id;    ///< empty: one is made
  std::string return_url;  ///< empty: none
  RenderOutcome render = nullptr;
};

/// A buyer pays. Everything is checked with its owner, the stock is held, and, with a method, the amount is taken, in
/// this call. Errors before anything was written: `payment.invalid`, `payment.basket_empty`, `basket.not_found`,
/// `product.not_found`, `product.inactive`, `payment.insufficient_stock`, `payment.total_changed`,
/// `payment.already_open`, `payment_method.*`, `auth.invalid_token`, the neighbours' `unavailable`. Later refusals
/// stand in the outcome.
class CreatePaymentHandler {
 public:
  CreatePaymentHandler(PaymentRepository& payments, WalletRepository& wallets, UserDirectory& users,
                       ProductCatalogue& products, BasketReader& baskets, IdempotencyStore& idempotency,
                       PaymentProcess& process, const PaymentSettings& settings, const Clock& clock, IdSource& ids)
      : payments_(payments),
        wallets_(wallets),
        users_(users),
        products_(products),
        baskets_(baskets),
        idempotency_(idempotency),
        process_(process),
        settings_(settings),
        clock_(clock),
        ids_(ids) {}

  [[nodiscard]] Task<Result<PaymentOutcome>> handle(const CallContext& call, CreatePayment command);

 private:
  [[nodiscard]] Task<Result<BasketToPay>> wanted(const CallContext& call, UserId buyer, const CreatePayment& command);
  /// Names and prices of now; refuses what can't be sold.
  [[nodiscard]] Task<Result<std::vector<Line>>> priced(const CallContext& call, const std::vector<WantedLine>& wanted);

  PaymentRepository& payments_;
  WalletRepository& wallets_;
  UserDirectory& users_;
  ProductCatalogue& products_;
  BasketReader& baskets_;
  IdempotencyStore& idempotency_;
  PaymentProcess& process_;
  const PaymentSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::payment
