#include <ddd/basket/domain/problem.hpp>

namespace ddd::basket {

std::vector<Problem> problems_of(const Item& item, const Offer* offer) {
  if (offer == nullptr || !offer->is_active) return {{.code = ProblemCode::unavailable, .product_id = item.product_id}};
  std::vector<Problem> problems;
  if (offer->price != item.unit_price) {
    problems.push_back(
        {.code = ProblemCode::price_changed, .product_id = item.product_id, .current_price = offer->price});
  }
  if (offer->available < item.quantity) {
    problems.push_back(
        {.code = ProblemCode::insufficient_stock, .product_id = item.product_id, .available = offer->available});
  }
  return problems;
}

}  // namespace ddd::basket
