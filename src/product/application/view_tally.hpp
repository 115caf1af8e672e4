#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <vector>

#include <ddd/product/application/ports/view_counts.hpp>

namespace ddd::product {

/// Views that are counted and not stored yet. One per shard; a flush takes them to the store.
class ViewTally {
 public:
  /// Of how many products views are kept at most; past it one flushes first.
  static constexpr std::size_t kMostProducts = 10'000;

  [[nodiscard]] bool is_full_for(ProductId id) const { return views_.size() >= kMostProducts && !views_.contains(id); }
  void count(ProductId id, std::int64_t times = 1) { views_[id] += times; }

  /// Everything, which is no longer here then; what could not be stored is counted again by the taker.
  [[nodiscard]] std::vector<ProductViewed> take() {
    std::vector<ProductViewed> taken;
    taken.reserve(views_.size());
    for (const auto& [id, times] : views_) taken.push_back({id, times});
    views_.clear();
    return taken;
  }

 private:
  std::map<ProductId, std::int64_t> views_;
};

}  // namespace ddd::product
