#pragma once

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct OpenBasket {
  Render<OpenedBasket> render = nullptr;
};

/// The caller's basket, made on first use.
class OpenBasketHandler {
 public:
  OpenBasketHandler(BasketRepository& baskets, ProductCatalogue& catalogue, const BasketSettings& settings,
                    const Clock& clock, IdSource& ids)
      : baskets_(baskets), catalogue_(catalogue), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<OpenedBasket>> handle(const CallContext& call, OpenBasket command);

 private:
  [[nodiscard]] Task<Result<OpenedBasket>> attempt(const CallContext& call, UserId user_id, const OpenBasket& command);

  BasketRepository& baskets_;
  ProductCatalogue& catalogue_;
  const BasketSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::basket
