#include <ddd/product/adapters/cache/product_cache.hpp>

namespace ddd::product {

const CachedProduct* ProductCache::find(ProductId id) const {
  const auto found = products_.find(id);
  return found == products_.end() ? nullptr : &found->second;
}

void ProductCache::put(ProductId id, CachedProduct product) {
  if (!products_.insert_or_assign(id, std::move(product)).second) return;
  order_.push_back(id);
  // Dropped products leave their place in the order behind, so it is bounded on its own.
  while (products_.size() > capacity_ || order_.size() > 2 * capacity_) {
    products_.erase(order_.front());
    order_.pop_front();
  }
}

void ProductCache::drop(const std::vector<ProductId>& ids) {
  for (const auto id : ids) products_.erase(id);
}

}  // namespace ddd::product
