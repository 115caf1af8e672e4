#pragma once

#include <vector>

#include <ddd/payment/application/ports/payment_views.hpp>
#include <ddd/payment/application/ports/wallet_repository.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

struct GetHeldPayments {
  UserId user_id;
};

/// All that is held of a person, but for what serves to charge it.
struct HeldPayments {
  std::vector<PaymentView> payments;  ///< newest first
  std::vector<PaymentMethod> methods;
};

/// For the user service, which answers the person it is of. O(payments of the user).
class GetHeldPaymentsHandler {
 public:
  GetHeldPaymentsHandler(PaymentViews& views, WalletRepository& wallets) : views_(views), wallets_(wallets) {}

  [[nodiscard]] Task<Result<HeldPayments>> handle(const CallContext& call, GetHeldPayments query);

 private:
  PaymentViews& views_;
  WalletRepository& wallets_;
};

}  // namespace ddd::payment
