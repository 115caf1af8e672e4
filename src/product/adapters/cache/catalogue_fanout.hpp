#pragma once

#include <mutex>
#include <vector>

#include <ddd/platform/async/task.hpp>
#include <ddd/product/adapters/cache/product_cache.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>

namespace ddd::product {

/// The caches of all shards of this process. Owned by the process; shards join while they are being made.
class CatalogueFanout {
 public:
  struct Member {
    ShardExecutor executor;
    ProductCache* cache;
  };
  void join(ShardExecutor executor, ProductCache& cache);
  [[nodiscard]] std::vector<Member> members() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Member> members_;
};

/// Empties the caches of every shard before a change is answered.
class ShardCatalogueChanges final : public CatalogueChanges {
 public:
  ShardCatalogueChanges(CatalogueFanout& fanout, ShardExecutor own) : fanout_(fanout), own_(own) {}
  [[nodiscard]] Task<> changed(std::vector<ProductId> ids) override;

 private:
  CatalogueFanout& fanout_;
  ShardExecutor own_;
};

}  // namespace ddd::product
