#include <algorithm>
#include <chrono>
#include <functional>
#include <map>
#include <tuple>

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
  std::int64_t total = 0;
  for (const auto& [id, row] : data_.payments) {
    if (!matches(row.payment, listing.filter)) continue;
    ++total;
    PaymentView view{row.payment};
    if (!listing.after || key_of(view) < *listing.after) views.push_back(std::move(view));
  }
  std::ranges::sort(views, std::ranges::greater{}, key_of);
  PaymentPage page;
  if (listing.with_total) page.total = total;
  for (auto& view : views) {
    if (page.items.size() == listing.limit) {
      page.next = key_of(page.items.back());
      break;
    }
    page.items.push_back(std::move(view));
  }
  co_return page;
}

Task<Result<std::optional<PaymentId>>> MemoryPaymentViews::payment_of_intent(std::string intent_id) {
  for (const auto& [id, row] : data_.payments) {
    if (!intent_id.empty() && row.payment.intent_id == intent_id) co_return id;
  }
  co_return std::nullopt;
}

Task<Result<std::vector<PaymentId>>> MemoryPaymentViews::cancellable(UserId user_id, std::size_t limit) {
  std::vector<std::pair<Timestamp, PaymentId>> found;
  for (const auto& [id, row] : data_.payments) {
    if (row.payment.user_id == user_id && is_cancellable(row.payment.state)) {
      found.emplace_back(row.payment.created_at, id);
    }
  }
  std::ranges::sort(found);
  std::vector<PaymentId> ids;
  for (auto& [at, id] : found) {
    if (ids.size() < limit) ids.push_back(std::move(id));
  }
  co_return ids;
}

Task<Result<OverduePayments>> MemoryPaymentViews::overdue(Timestamp uncertain_since, Timestamp unfulfilled_since,
                                                          std::size_t limit) {
  OverduePayments overdue;
  for (const auto& [id, row] : data_.payments) {
    const auto& since = row.payment.uncertain_since;
    const bool in_review = row.payment.state == PaymentState::manual_review;
    if (in_review) ++overdue.in_review;
    if (!in_review && since && *since <= uncertain_since) overdue.uncertain.push_back({id, *since});
  }
  for (const auto& [id, fulfilment] : data_.fulfilments) {
    if (fulfilment.closed_at) continue;
    if (!fulfilment.failure.empty()) {
      overdue.unfulfillable.push_back({id, fulfilment.opened_at});
    } else if (fulfilment.opened_at <= unfulfilled_since) {
      overdue.unfulfilled.push_back({id, fulfilment.opened_at});
    }
  }
  for (auto* list : {&overdue.uncertain, &overdue.unfulfilled, &overdue.unfulfillable}) {
    std::ranges::sort(*list, {}, [](const Waiting& each) { return std::pair(each.since, each.id); });
    if (list->size() > limit) list->resize(limit);
  }
  co_return overdue;
}

Task<Result<std::vector<DayTotal>>> MemoryPaymentViews::day_totals(Timestamp from, Timestamp to) {
  std::map<std::tuple<Day, std::string, std::string>, DayTotal> totals;
  for (const auto& [id, row] : data_.payments) {
    const auto& payment = row.payment;
    if (payment.created_at < from || payment.created_at >= to) continue;
    const auto day = std::chrono::floor<std::chrono::days>(payment.created_at);
    const auto currency = payment.amount.currency();
    const auto key = std::tuple(day, std::string(to_text(payment.state)), std::string(currency.code()));
    auto& total = totals.try_emplace(key, DayTotal{day, payment.state, 0, Money::zero(currency)}).first->second;
    ++total.count;
    total.amount = Money(total.amount.minor_units() + payment.amount.minor_units(), currency);
  }
  std::vector<DayTotal> list;
  list.reserve(totals.size());
  for (const auto& [key, total] : totals) list.push_back(total);
  co_return list;
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
