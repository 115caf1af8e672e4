#pragma once

#include <ddd/contracts/payment/payment_data.hpp>
#include <ddd/payment/application/application.hpp>

namespace ddd::payment {

/// What is held of a person, told in this process.
class LocalPaymentData final : public contracts::PaymentDataApi {
 public:
  explicit LocalPaymentData(Application& application) : application_(application) {}

  [[nodiscard]] Task<Result<contracts::HeldPaymentData>> held_of(const CallContext& call, UserId user_id) override;

 private:
  Application& application_;
};

}  // namespace ddd::payment
