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

void keep(MemoryPaymentStore& data, Payment& payment, Schedule schedule) {
  auto& log = data.transitions[payment.id()];
  log.insert(log.end(), payment.transitions().begin(), payment.transitions().end());
  for (const auto& call : payment.prepared()) data.gateway_calls.emplace(call.key, call);
  for (const auto& booking : payment.bookings()) {
    data.ledger.emplace(std::pair(payment.id(), booking.cause), booking.entries);
  }
  payment.mark_saved();
  data.payments.insert_or_assign(payment.id(), Row{payment.state(), std::move(schedule)});
}

bool is_free(const Schedule& schedule, Timestamp now) {
  return !schedule.lease_until || *schedule.lease_until <= now;
}

ClaimedPayment lease(Row& row, const std::string& owner, Timestamp until) {
  row.schedule.lease_owner = owner;
  row.schedule.lease_until = until;
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
    co_return Refused(store_errors::unavailable());
  }
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(payment), ids_, context)));
  keep(data_, payment, std::move(schedule));
  co_return Result<>{};
}

Task<Result<>> MemoryPayments::save(Payment& payment, Schedule schedule, SaveContext context) {
  const auto found = data_.payments.find(payment.id());
  if (found == data_.payments.end() || found->second.payment.version != payment.version()) {
    co_return Refused(store_errors::version_conflict());
  }
  if (repeats_history(data_, payment)) co_return Refused(store_errors::unavailable());
  DDD_CO_CHECK(data_.effects.write(context, stamp(outgoing(payment), ids_, context)));
  keep(data_, payment, std::move(schedule));
  co_return Result<>{};
}

Task<Result<ClaimedPayment>> MemoryPayments::claim(PaymentId id, std::string owner, Timestamp now, Timestamp until) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end()) co_return Refused(errors::not_found());
  auto& row = found->second;
  if (!is_free(row.schedule, now) && row.schedule.lease_owner != owner) co_return Refused(errors::in_progress());
  co_return lease(row, owner, until);
}

Task<Result<std::vector<ClaimedPayment>>> MemoryPayments::claim_due(std::string owner, Timestamp now, Timestamp until,
                                                                    std::size_t limit) {
  std::vector<std::pair<Timestamp, PaymentId>> due;
  for (const auto& [id, row] : data_.payments) {
    const auto& next = row.schedule.next_action_at;
    if (next && *next <= now && is_free(row.schedule, now)) due.emplace_back(*next, id);
  }
  std::ranges::sort(due);
  std::vector<ClaimedPayment> claimed;
  for (const auto& [at, id] : due) {
    if (claimed.size() < limit) claimed.push_back(lease(data_.payments.at(id), owner, until));
  }
  co_return claimed;
}

Task<Result<>> MemoryPayments::release(PaymentId id, std::string owner, std::optional<Timestamp> next_action_at,
                                       int tries) {
  const auto found = data_.payments.find(id);
  if (found == data_.payments.end() || found->second.schedule.lease_owner != owner) co_return Result<>{};
  found->second.schedule = {.lease_owner = {}, .lease_until = {}, .next_action_at = next_action_at, .tries = tries};
  co_return Result<>{};
}

Task<Result<>> MemoryPayments::release_all(Timestamp now) {
  for (auto& [id, row] : data_.payments) {
    if (!row.schedule.lease_until) continue;
    give_back(row.schedule);
    if (!is_final(row.payment.state)) row.schedule.next_action_at = now;
  }
  co_return Result<>{};
}

Task<Result<bool>> MemoryPayments::record_webhook(std::string event_id, std::string type, std::string intent_id,
                                                  Timestamp now) {
  const auto webhook = MemoryPaymentStore::Webhook{std::move(type), intent_id, now};
  if (!data_.webhooks.emplace(std::move(event_id), webhook).second) co_return false;
  for (auto& [id, row] : data_.payments) {
    const bool concerned = !intent_id.empty() && row.payment.intent_id == intent_id;
    if (concerned && !is_final(row.payment.state)) row.schedule.next_action_at = now;
  }
  co_return true;
}

}  // namespace ddd::payment
