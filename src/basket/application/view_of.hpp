#pragma once

#include <vector>

#include <ddd/basket/application/views.hpp>

namespace ddd::basket {

/// What a reader will see once the pending changes are saved. `currency` is that of an empty basket's total.
[[nodiscard]] BasketView view_after_save(const Basket& basket, const std::vector<Offer>& offers, Currency currency);

/// The products in the basket, in the order of its lines.
[[nodiscard]] std::vector<ProductId> products_in(const Basket& basket);

}  // namespace ddd::basket
