#pragma once

#include <ddd/contracts/basket/basket_data.hpp>
#include <ddd/contracts/payment/payment_data.hpp>
#include <ddd/user/application/ports/held_elsewhere.hpp>

namespace ddd::user {

/// Asks basket and payment through their published calls, wherever they run, in this service's own name. They need this
/// context themselves, so they are named when they are there.
class PublishedData final : public HeldElsewhere {
 public:
  /// Both outlive it. Before the first `find`.
  void connect(contracts::BasketDataApi& baskets, contracts::PaymentDataApi& payments) {
    baskets_ = &baskets;
    payments_ = &payments;
  }

  [[nodiscard]] Task<Result<DataElsewhere>> find(const CallContext& call, UserId user_id) override;

 private:
  contracts::BasketDataApi* baskets_ = nullptr;
  contracts::PaymentDataApi* payments_ = nullptr;
};

}  // namespace ddd::user
