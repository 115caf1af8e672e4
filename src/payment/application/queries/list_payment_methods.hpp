#pragma once

#include <vector>

#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct ListPaymentMethods {};

/// The signed-in user's methods, the default first. At most Wallet::kMostMethods, so in one page.
class ListPaymentMethodsHandler {
 public:
  explicit ListPaymentMethodsHandler(WalletRepository& wallets) : wallets_(wallets) {}

  [[nodiscard]] Task<Result<std::vector<PaymentMethod>>> handle(const CallContext& call, ListPaymentMethods query);

 private:
  WalletRepository& wallets_;
};

}  // namespace ddd::payment
