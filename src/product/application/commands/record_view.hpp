#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/commands/flush_views.hpp>
#include <ddd/product/application/ports/product_views.hpp>

namespace ddd::product {

struct RecordView {
  ProductId id;
};

/// Somebody looked at a product. Counted in memory at once and in the store with the next flush; a crash in between
/// loses the views of that second. Errors: `product.not_found`, for an inactive one too; `store.unavailable` when views
/// of more products wait to be stored than are kept.
class RecordViewHandler {
 public:
  RecordViewHandler(ProductViews& views, ViewTally& tally, FlushViewsHandler flush)
      : views_(views), tally_(tally), flush_(flush) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, RecordView command);

 private:
  ProductViews& views_;
  ViewTally& tally_;
  FlushViewsHandler flush_;
};

}  // namespace ddd::product
