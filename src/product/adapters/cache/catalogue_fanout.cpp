#include <boost/asio/post.hpp>

#include <ddd/platform/async/resume_later.hpp>
#include <ddd/product/adapters/cache/catalogue_fanout.hpp>

namespace ddd::product {

void CatalogueFanout::join(ShardExecutor executor, ProductCache& cache) {
  const std::lock_guard lock(mutex_);
  members_.push_back({executor, &cache});
}

std::vector<CatalogueFanout::Member> CatalogueFanout::members() const {
  const std::lock_guard lock(mutex_);
  return members_;
}

Task<> ShardCatalogueChanges::changed(std::vector<ProductId> ids) {
  for (const auto& member : fanout_.members()) {
    if (member.executor == own_) {
      member.cache->drop(ids);
      continue;
    }
    co_await resume_later<bool>([&](auto resume) {
      boost::asio::post(member.executor, [cache = member.cache, ids, resume = std::move(resume)]() mutable {
        cache->drop(ids);
        resume(true);
      });
    });
  }
}

}  // namespace ddd::product
