#pragma once

#include <ddd/basket/application/application.hpp>
#include <ddd/contracts/basket/basket_api.hpp>

namespace ddd::basket {

/// The published calls, answered in this process.
class LocalBasketApi final : public contracts::BasketApi {
 public:
  explicit LocalBasketApi(Application& application) : application_(application) {}

  [[nodiscard]] Task<Result<contracts::CheckoutBasket>> get_for_checkout(const CallContext& call, UserId user_id,
                                                                         std::optional<BasketId> basket_id) override;

 private:
  Application& application_;
};

}  // namespace ddd::basket
