#pragma once

#include <cstdint>
#include <optional>

#include <ddd/basket/application/basket_settings.hpp>
#include <ddd/basket/application/ports/basket_repository.hpp>
#include <ddd/basket/application/ports/product_catalogue.hpp>
#include <ddd/basket/application/views.hpp>
#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::basket {

struct AddItem {
  ProductId product_id;
  std::int64_t quantity = 0;
  std::optional<std::int64_t> expected_version;  ///< of If-Match
  Render<BasketView> render = nullptr;
};

/// The caller puts units of a product into the basket; those of a product that is in it add up. Errors:
/// `product.not_found`, `basket.stale` and those of Basket::add.
class AddItemHandler {
 public:
  AddItemHandler(BasketRepository& baskets, ProductCatalogue& catalogue, const BasketSettings& settings,
                 const Clock& clock, IdSource& ids)
      : baskets_(baskets), catalogue_(catalogue), settings_(settings), clock_(clock), ids_(ids) {}

  [[nodiscard]] Task<Result<BasketView>> handle(const CallContext& call, AddItem command);

 private:
  [[nodiscard]] Task<Result<BasketView>> attempt(const CallContext& call, UserId user_id, const AddItem& command);

  BasketRepository& baskets_;
  ProductCatalogue& catalogue_;
  const BasketSettings& settings_;
  const Clock& clock_;
  IdSource& ids_;
};

}  // namespace ddd::basket
