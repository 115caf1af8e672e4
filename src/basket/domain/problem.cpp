#include <utility>

#include <ddd/basket/domain/problem.hpp>

namespace ddd::basket {

std::string_view to_text(ProblemCode code) {
  switch (code) {
    case ProblemCode::price_changed:
      return "price_changed";
    case ProblemCode::insufficient_stock:
      return "insufficient_stock";
    case ProblemCode::unavailable:
      return "unavailable";
  }
  std::unreachable();
}

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
