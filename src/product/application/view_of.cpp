#include <ddd/product/application/view_of.hpp>

namespace ddd::product {

ProductView view_after_save(const Product& product, const Stock& stock, std::int64_t view_count) {
  return {.id = product.id(),
          .details = product.state().details,
          .on_hand = stock.state().on_hand,
          .reserved = stock.state().reserved,
          .version = product.version() + (product.has_changes() ? 1 : 0),
          .stock_version = stock.version() + (stock.has_changes() ? 1 : 0),
          .view_count = view_count,
          .created_at = product.state().created_at,
          .updated_at = product.state().updated_at};
}

}  // namespace ddd::product
