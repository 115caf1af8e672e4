#include <ddd/product/adapters/cache/product_cache.hpp>

#include <iterator>
#include <utility>

namespace ddd::product {

const CachedProduct* ProductCache::find(ProductId id) const {
  const auto found = products_.find(id);
  return found == products_.end() ? nullptr : &found->second.product;
}

void ProductCache::put(ProductId id, CachedProduct product) {
  if (const auto known = products_.find(id); known != products_.end()) {
    known->second.product = std::move(product);
    return;
  }
  order_.push_back(id);
  products_.emplace(id, Entry{std::move(product), std::prev(order_.end())});
  if (products_.size() <= capacity_) return;
  products_.erase(order_.front());
  order_.pop_front();
}

void ProductCache::drop(const std::vector<ProductId>& ids) {
  for (const auto id : ids) {
    const auto found = products_.find(id);
    if (found == products_.end()) continue;
    order_.erase(found->second.place);
    products_.erase(found);
  }
}

}  // namespace ddd::product
