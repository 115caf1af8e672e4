#include <algorithm>
#include <functional>

#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>

namespace ddd::payment {
namespace {

RefundCursor key_of(const RefundView& view) {
  return {view.refund.created_at, view.refund.id};
}

bool matches(const RefundView& view, const RefundFilter& filter) {
  return (!filter.payment_id || view.payment_id == *filter.payment_id) &&
         (!filter.status || view.refund.status == *filter.status);
}

}  // namespace

Task<Result<std::optional<RefundView>>> MemoryPaymentViews::find_refund(RefundId id) {
  for (const auto& [payment_id, row] : data_.payments) {
    const auto found = std::ranges::find(row.payment.refunds, id, &Refund::id);
    if (found != row.payment.refunds.end()) co_return RefundView{payment_id, *found};
  }
  co_return std::nullopt;
}

Task<Result<RefundPage>> MemoryPaymentViews::list_refunds(RefundListing listing) {
  std::vector<RefundView> views;
  for (const auto& [payment_id, row] : data_.payments) {
    for (const auto& refund : row.payment.refunds) {
      RefundView view{payment_id, refund};
      const bool follows = !listing.after || key_of(view) < *listing.after;
      if (follows && matches(view, listing.filter)) views.push_back(std::move(view));
    }
  }
  std::ranges::sort(views, std::ranges::greater{}, key_of);
  RefundPage page;
  for (auto& view : views) {
    if (page.items.size() == listing.limit) {
      page.next = key_of(page.items.back());
      break;
    }
    page.items.push_back(std::move(view));
  }
  co_return page;
}

}  // namespace ddd::payment
