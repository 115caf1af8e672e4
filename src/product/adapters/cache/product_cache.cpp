#include <iterator>
#include <utility>

#include <ddd/product/adapters/cache/product_cache.hpp>

namespace ddd::product {

const CachedProduct* ProductCache::find(ProductId id) const {
  const auto found = products_.find(id);
  return found == products_.end() ? nullptr : &found->second.product;
}

void ProductCache::put(ProductId id, CachedProduct product) {
  auto& known = entry(id);
  if (product.body) {
    known.body = std::move(product.body);
    known.etag = std::move(product.etag);
  }
  if (product.message) known.message = std::move(product.message);
}

CachedProduct& ProductCache::entry(ProductId id) {
  if (const auto known = products_.find(id); known != products_.end()) return known->second.product;
  if (products_.size() >= capacity_) {
    products_.erase(order_.front());
    order_.pop_front();
  }
  order_.push_back(id);
  return products_.emplace(id, Entry{{}, std::prev(order_.end())}).first->second.product;
}

void ProductCache::drop(const std::vector<ProductId>& ids) {
  ++age_;
  pages_.clear();
  for (const auto id : ids) {
    const auto found = products_.find(id);
    if (found == products_.end()) continue;
    order_.erase(found->second.place);
    products_.erase(found);
  }
}

std::shared_ptr<const std::string> ProductCache::find_page(const std::string& asked) const {
  const auto found = pages_.find(asked);
  return found == pages_.end() ? nullptr : found->second;
}

void ProductCache::put_page(std::string asked, std::shared_ptr<const std::string> body, std::uint64_t age) {
  if (age != age_) return;
  if (pages_.size() >= kPages) pages_.clear();
  pages_.insert_or_assign(std::move(asked), std::move(body));
}

}  // namespace ddd::product
