#include <algorithm>

#include <ddd/payment/adapters/events/publish.hpp>
#include <ddd/payment/adapters/storage/memory/memory_payments.hpp>
#include <ddd/payment/domain/errors.hpp>

namespace ddd::payment {
namespace {

using Row = MemoryPaymentStore::Row;

/// The payment of this basket version that was not abandoned, if there is one.
std::optional<PaymentId> payment_of_basket(const MemoryPaymentStore& data, const Payment::Snapshot& payment) {
  if (!payment.basket) return std::nullopt;
  const auto found = std::ranges::find_if(data.payments, [&](const auto& entry) {
    const auto& other = entry.second.payment;
    return other.user_id == payment.user_id && other.basket == payment.basket && !is_abandoned(other.state);
  });
  return found == data.payments.end() ? std::nullopt : std::optional(found->first);
}

/// A request or a booking that was written before: the keys of both must be new.
bool repeats_history(const MemoryPaymentStore& data, const Payment& payment) {
  return std::ranges::any_of(payment.prepared(),
                             [&](const auto& call) { return data.gateway_calls.contains(call.key); }) ||
         std::ranges::any_of(payment.bookings(),
                             [&](const auto& booking) { return data.ledger.contains({payment.id(), booking.cause}); });
}

/// The schedule that the holder of a lease leaves behind: sooner when the provider has told something meanwhile.
void heed(Row& row, Schedule schedule, bool heeds_a_call) {
  row.schedule = std::move(schedule);
  if (!row.schedule.lease_owner.empty()) return;
  const auto woken_at = std::exchange(row.woken_at, std::nullopt);
  auto& next = row.schedule.next_action_at;
  if (heeds_a_call && woken_at && next) next = std::min(*next, *woken_at);
  if (!next && !row.payment.refunds.empty()) next = woken_at;
}

void keep(MemoryPaymentStore& data, Payment& payment, Schedule schedule, Timestamp now) {
  auto& log = data.transitions[payment.id()];
  log.insert(log.end(), payment.transitions().begin(), payment.transitions().end());
  for (const auto& call : payment.prepared()) data.gateway_calls.emplace(call.key, call);
  for (const auto& booking : payment.bookings()) {
    data.ledger.emplace(std::pair(payment.id(), booking.cause), booking.entries);
  }
  if (completes(payment)) {
    auto fulfilment = Fulfilment::open(payment.state(), now);
    fulfilment.mark_saved();
    data.fulfilments.emplace(payment.id(), fulfilment.state());
  }
  payment.mark_saved();
  auto& row = data.payments[payment.id()];
  row.payment = payment.state();
  // Whoever waits for the buyer's method need not hear what the provider says of the one before.
  heed(row, std::move(schedule), !payment.waits_for_method());
}

bool is_free(const Schedule& schedule, Timestamp now) {
  return !schedule.lease_until || *schedule.lease_until <= now;
}

ClaimedPayment lease(Row& row, const std::string& owner, Timestamp until) {
  row.schedule.lease_owner = owner;
  row.schedule.lease_until = until;
  row.woken_at.reset();
  return {.payment = Payment::restore(row.payment), .tries = row.schedule.tries};
}

void give_back(Schedule& schedule) {
  schedule.lease_owner.clear();
  schedule.lease_until.reset();
}

}  // namespace

Task<Result<Payment>> MemoryPayments::find(PaymentId id) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end()) co_return Refused(errors::not_found());
  co_return Payment::restore(found->second.payment);
}

Task<Result<>> MemoryPayments::add(Payment& payment, Schedule schedule, SaveContext context) {
  DDD_CO_CHECK(data_.effects.check(context));
  if (const auto other = payment_of_basket(data_, payment.state())) co_return Refused(errors::already_open(*other));
  if (data_.payments.contains(payment.id()) || repeats_history(data_, payment)) {
    co_return Refused(store_errors::defect());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(payment), ids_, context)));
  keep(data_, payment, std::move(schedule), context.now);
  co_return Result<>{};
}

Task<Result<>> MemoryPayments::save(Payment& payment, Schedule schedule, SaveContext context) {
  const auto found = data_.payments.find(payment.id());
  if (found == data_.payments.end() || found->second.payment.version != payment.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  if (repeats_history(data_, payment)) co_return Refused(store_errors::defect());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(payment), ids_, context)));
  keep(data_, payment, std::move(schedule), context.now);
  co_return Result<>{};
}

Task<Result<ClaimedPayment>> MemoryPayments::claim(PaymentId id, std::string owner, Timestamp now, Timestamp until) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end()) co_return Refused(errors::not_found());
  auto& row = found->second;
  if (!is_free(row.schedule, now) && row.schedule.lease_owner != owner) co_return Refused(errors::in_progress());
  co_return lease(row, owner, until);
}

Task<Result<DuePayments>> MemoryPayments::claim_due(std::string owner, Timestamp now, Timestamp until,
                                                    std::size_t limit) {
  std::vector<std::pair<Timestamp, PaymentId>> waiting;
  for (const auto& [id, row] : data_.payments) {
    const auto& next = row.schedule.next_action_at;
    if (next && *next <= now && is_free(row.schedule, now)) waiting.emplace_back(*next, id);
  }
  std::ranges::sort(waiting);
  DuePayments due;
  for (const auto& [at, id] : waiting) {
    if (due.payments.size() < limit) due.payments.push_back(lease(data_.payments.at(id), owner, until));
  }
  co_return due;
}

Task<Result<>> MemoryPayments::release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end() || found->second.schedule.lease_owner != owner) co_return Result<>{};
  auto& row = found->second;
  const bool heeds_a_call = !Payment::restore(row.payment).waits_for_method();
  heed(row, {.lease_owner = {}, .lease_until = {}, .next_action_at = next_action_at, .tries = tries}, heeds_a_call);
  co_return Result<>{};
}

Task<Result<>> MemoryPayments::release_all(Timestamp now) {
  for (auto& [id, row] : data_.payments) {
    if (!row.schedule.lease_until) continue;
    give_back(row.schedule);
    if (!is_final(row.payment.state) || row.schedule.next_action_at) row.schedule.next_action_at = now;
  }
  co_return Result<>{};
}

Task<Result<bool>> MemoryPayments::record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) {
  const bool wakes_sold = tells_of_refund(type);
  const auto webhook = MemoryPaymentStore::Webhook{std::move(type), intent_id, now};
  if (!data_.webhooks.emplace(std::move(event_id), webhook).second) co_return false;
  for (auto& [id, row] : data_.payments) {
    const auto state = row.payment.state;
    const bool concerned = !intent_id.empty() && row.payment.intent_id == intent_id &&
                           (!is_final(state) || (wakes_sold && is_sold(state)));
    if (!concerned || Payment::restore(row.payment).waits_for_method()) continue;
    row.schedule.next_action_at = now;
    if (row.schedule.lease_until) row.woken_at = now;
  }
  co_return true;
}

}  // namespace ddd::payment
