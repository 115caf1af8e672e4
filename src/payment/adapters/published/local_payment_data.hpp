#pragma once

#include <ddd/contracts/payment/payment_data.hpp>
#include <ddd/payment/application/queries/get_held_payments.hpp>

namespace ddd::payment {

/// What is held of a person, told in this process.
class LocalPaymentData final : public contracts::PaymentDataApi {
 public:
  LocalPaymentData(UseCaseObserver& observer, PaymentViews& views, WalletRepository& wallets)
      : held_payments_(observer, "get_held_payments", views, wallets) {}

  [[nodiscard]] Task<Result<contracts::HeldPaymentData>> held_of(const CallContext& call, UserId user_id) override;

 private:
  GetHeldPaymentsUseCase held_payments_;
};

}  // namespace ddd::payment
