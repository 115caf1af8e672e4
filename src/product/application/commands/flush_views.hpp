#pragma once

#include <ddd/platform/context/call_context.hpp>
#include <ddd/product/application/ports/catalogue_changes.hpp>
#include <ddd/product/application/view_tally.hpp>

namespace ddd::product {

struct FlushViews {};

/// Stores the views that were counted since the last time. Those that can't be stored are kept for the next. Error:
/// `store.unavailable`.
class FlushViewsHandler {
 public:
  FlushViewsHandler(ViewTally& tally, ViewCounts& counts, CatalogueChanges& changes)
      : tally_(tally), counts_(counts), changes_(changes) {}

  [[nodiscard]] Task<Result<>> handle(const CallContext& call, FlushViews command);

 private:
  ViewTally& tally_;
  ViewCounts& counts_;
  CatalogueChanges& changes_;
};

}  // namespace ddd::product
