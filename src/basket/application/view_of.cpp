#include <ddd/basket/application/view_of.hpp>

namespace ddd::basket {

BasketView view_after_save(const Basket& basket, const std::vector<Offer>& offers, Currency currency) {
  const auto& state = basket.state();
  BasketView view{.id = state.id,
                  .user_id = state.user_id,
                  .item_count = basket.item_count(),
                  .total = basket.total(currency),
                  .version = state.version + (basket.has_changes() ? 1 : 0),
                  .created_at = state.created_at,
                  .updated_at = state.updated_at,
                  .expires_at = state.expires_at};
  for (const auto& item : state.items) {
    const auto* offer = find_offer(offers, item.product_id);
    auto problems = problems_of(item, offer);
    view.problems.insert(view.problems.end(), problems.begin(), problems.end());
    view.items.push_back({.item = item,
                          .name = offer != nullptr ? std::optional(offer->name) : std::nullopt,
                          .line_total = line_total(item),
                          .problems = std::move(problems)});
  }
  return view;
}

std::vector<ProductId> products_in(const Basket& basket) {
  std::vector<ProductId> ids;
  ids.reserve(basket.state().items.size());
  for (const auto& item : basket.state().items) ids.push_back(item.product_id);
  return ids;
}

}  // namespace ddd::basket
