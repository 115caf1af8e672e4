#include <utility>

#include <ddd/product/application/commands/flush_views.hpp>

namespace ddd::product {

Task<Result<>> FlushViewsHandler::handle(const CallContext&, FlushViews) {
  const auto views = tally_.take();
  if (views.empty()) co_return Result<>{};
  auto stored = co_await counts_.add(views);
  if (!stored) {
    for (const auto& [id, times] : views) tally_.count(id, times);
    co_return stored;
  }
  std::vector<ProductId> ids;
  ids.reserve(views.size());
  for (const auto& viewed : views) ids.push_back(viewed.id);
  co_await changes_.changed(std::move(ids));
  co_return Result<>{};
}

}  // namespace ddd::product
