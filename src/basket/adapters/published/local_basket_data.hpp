#pragma once

#include <ddd/basket/application/application.hpp>
#include <ddd/contracts/basket/basket_data.hpp>

namespace ddd::basket {

/// What is held of a person, told in this process.
class LocalBasketData final : public contracts::BasketDataApi {
 public:
  explicit LocalBasketData(Application& application) : application_(application) {}

  [[nodiscard]] Task<Result<std::optional<contracts::HeldBasket>>> held_of(const CallContext& call,
                                                                           UserId user_id) override;

 private:
  Application& application_;
};

}  // namespace ddd::basket
