#include <algorithm>
#include <functional>

#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>

namespace ddd::payment {
namespace {

bool matches(const Payment::Snapshot& payment, const PaymentFilter& filter) {
  return (!filter.user_id || payment.user_id == *filter.user_id) &&
         (!filter.order_id || payment.order_id == *filter.order_id) &&
         (!filter.status || status_of(payment.state) == *filter.status);
}

PaymentCursor key_of(const PaymentView& view) {
  return {view.payment.created_at, view.payment.id};
}

}  // namespace

Task<Result<std::optional<PaymentView>>> MemoryPaymentViews::find(PaymentId id) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end()) co_return std::nullopt;
  co_return PaymentView{found->second.payment};
}

Task<Result<PaymentPage>> MemoryPaymentViews::list(PaymentListing listing) {
  std::vector<PaymentView> views;
  for (const auto& [id, row] : data_.payments) {
    PaymentView view{row.payment};
    const bool follows = !listing.after || key_of(view) < *listing.after;
    if (follows && matches(row.payment, listing.filter)) views.push_back(std::move(view));
  }
  std::ranges::sort(views, std::ranges::greater{}, key_of);
  PaymentPage page;
  for (auto& view : views) {
    if (page.items.size() == listing.limit) {
      page.next = key_of(page.items.back());
      break;
    }
    page.items.push_back(std::move(view));
  }
  co_return page;
}

Task<Result<TransitionPage>> MemoryPaymentViews::transitions(PaymentId id, std::size_t limit,
                                                             std::optional<std::int64_t> after) {
  TransitionPage page;
  const auto found = data_.transitions.find(id);
  if (found == data_.transitions.end()) co_return page;
  for (const auto& transition : found->second) {
    if (transition.sequence <= after.value_or(0)) continue;
    if (page.items.size() == limit) {
      page.next = page.items.back().sequence;
      break;
    }
    page.items.push_back(transition);
  }
  co_return page;
}

}  // namespace ddd::payment
