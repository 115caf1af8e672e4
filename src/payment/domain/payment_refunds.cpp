#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

#include <ddd/payment/domain/payment.hpp>
#include <ddd/payment/domain/refund_errors.hpp>

/// Refunds are a part of their payment: together they never give back more than it took.
namespace ddd::payment {
namespace {

using Units = std::map<ProductId, std::int64_t>;

/// Units that the buyer still has, as far as refunds say.
Units units_left(const Payment::Snapshot& payment) {
  Units units;
  for (const auto& line : payment.lines) units[line.product_id] += line.quantity;
  for (const auto& refund : payment.refunds) {
    if (refund.status == RefundStatus::failed && !refund.succeeded_at) continue;
    for (const auto& line : refund.lines) units[line.product_id] -= line.quantity;
  }
  return units;
}

std::vector<ReturnedLine> to_lines(const Units& units) {
  std::vector<ReturnedLine> lines;
  for (const auto& [product, quantity] : units) {
    if (quantity > 0) lines.push_back({product, quantity});
  }
  return lines;
}

/// The named units, as far as the buyer has them.
Result<std::vector<ReturnedLine>> named_lines(const Units& left, const std::vector<ReturnedLine>& lines) {
  Units named;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const auto pointer = "/lines/" + std::to_string(i);
    const auto product = left.find(lines[i].product_id);
    if (product == left.end()) {
      return Refused(errors::refund_invalid(pointer + "/product_id", "unknown", "The payment did not buy this."));
    }
    auto& sum = named[lines[i].product_id];
    if (lines[i].quantity < 1 || lines[i].quantity > product->second - sum) {
      return Refused(errors::refund_invalid(
          pointer + "/quantity", "range",
          "Must be from 1 to what the buyer still has, " + std::to_string(product->second - sum) + "."));
    }
    sum += lines[i].quantity;
  }
  return to_lines(named);
}

/// Which units an order puts back on the shelf.
Result<std::vector<ReturnedLine>> returned_lines(const Payment::Snapshot& payment, const RefundOrder& order,
                                                 const Money& refundable) {
  if (!order.restock && order.lines.empty()) return std::vector<ReturnedLine>{};
  if (!order.restock) {
    return Refused(errors::refund_invalid("/lines", "unexpected", "Says what goes back on the shelf: with restock."));
  }
  const auto left = units_left(payment);
  if (!order.lines.empty()) return named_lines(left, order.lines);
  if (order.amount == refundable) return to_lines(left);
  return Refused(errors::refund_invalid("/lines", "required", "Say which units a part of the amount gives back."));
}

}  // namespace

Money Payment::refundable() const {
  std::int64_t left = is_sold(stage()) ? state_.amount.minor_units() : 0;
  for (const auto& refund : state_.refunds) {
    if (refund.status != RefundStatus::failed) left -= refund.amount.minor_units();
  }
  return {left, state_.amount.currency()};
}

const Refund* Payment::find_refund(const RefundId& id) const {
  const auto found = std::ranges::find(state_.refunds, id, &Refund::id);
  return found == state_.refunds.end() ? nullptr : &*found;
}

bool Payment::has_pending_refund() const {
  return std::ranges::any_of(state_.refunds,
                             [](const Refund& refund) { return refund.status == RefundStatus::pending; });
}

Result<> Payment::request_refund(RefundOrder order, Timestamp now) {
  if (!is_sold(stage())) return Refused(errors::nothing_captured());
  if (order.amount.currency() != state_.amount.currency()) {
    return Refused(errors::refund_invalid("/amount/currency", "currency", "Must be the payment's currency."));
  }
  if (order.amount.minor_units() < 1) {
    return Refused(errors::refund_invalid("/amount/amount", "min", "Must be 1 or more."));
  }
  const auto left = refundable();
  if (order.amount.minor_units() > left.minor_units()) return Refused(errors::exceeds_captured(left));
  if (state_.refunds.size() >= kMostRefunds) return Refused(errors::too_many_refunds());
  DDD_TRY(auto lines, returned_lines(state_, order, left));
  state_.refunds.push_back({.id = std::move(order.id),
                            .amount = order.amount,
                            .reason = std::move(order.reason),
                            .restock = order.restock,
                            .lines = std::move(lines),
                            .prepared_at = now,
                            .created_at = now});
  write_down_refund(state_.refunds.back(), now);
  return {};
}

void Payment::give_back_all(std::string reason, Timestamp now) {
  // Derived from the payment's id, so that it is made once.
  auto id = RefundId::restore("rfd_" + state_.id.to_text().substr(std::string_view("pay_").size()));
  const auto asked = request_refund(
      {.id = std::move(id), .amount = state_.amount, .reason = std::move(reason), .restock = true, .lines = {}}, now);
  if (!asked)
    throw std::logic_error("payment " + state_.id.to_text() + " can't be given back: " + asked.error().message);
}

void Payment::write_down_refund(const Refund& refund, Timestamp now) {
  prepared_.push_back({.operation = GatewayOperation::refund,
                       .attempt = refund.attempt,
                       .key = refund_key(refund.id, refund.attempt),
                       .parameters = refund.amount.to_text(),
                       .prepared_at = now});
  changed_refunds_.insert(refund.id);
  state_.updated_at = now;
}

Refund& Payment::change_refund(const RefundId& id, Timestamp now) {
  const auto found = std::ranges::find(state_.refunds, id, &Refund::id);
  if (found == state_.refunds.end()) throw std::logic_error("payment " + state_.id.to_text() + " has no such refund");
  if (changed_refunds_.insert(id).second) ++found->version;
  state_.updated_at = now;
  return *found;
}

void Payment::refund_uncertain(const RefundId& id, Timestamp now) {
  auto& refund = change_refund(id, now);
  if (!refund.uncertain_since) refund.uncertain_since = now;
}

void Payment::refund_prepared_anew(const RefundId& id, Timestamp now) {
  auto& refund = change_refund(id, now);
  ++refund.attempt;
  refund.prepared_at = now;
  refund.uncertain_since.reset();
  write_down_refund(refund, now);
}

void Payment::refund_accepted(const RefundId& id, std::string provider_id, Timestamp now) {
  auto& refund = change_refund(id, now);
  refund.provider_id = std::move(provider_id);
  refund.uncertain_since.reset();
}

void Payment::refund_succeeded(const RefundId& id, std::string provider_id, std::string_view evidence, Timestamp now) {
  auto& refund = change_refund(id, now);
  if (refund.status != RefundStatus::pending) throw std::logic_error("refund " + id.to_text() + " has ended before");
  refund.status = RefundStatus::succeeded;
  refund.provider_id = std::move(provider_id);
  refund.uncertain_since.reset();
  refund.succeeded_at = now;
  refund.completed_at = now;
  state_.refunded += refund.amount.minor_units();
  enter_refunded(evidence, now);
  events_.add(PaymentRefunded{id.to_text(), refund.amount, refund.restock, refund.lines});
  bookings_.push_back(booking_of_refund(id, refund.amount));
}

void Payment::refund_failed(const RefundId& id, std::string reason, std::string_view evidence, Timestamp now) {
  auto& refund = change_refund(id, now);
  if (refund.status == RefundStatus::failed) throw std::logic_error("refund " + id.to_text() + " has failed before");
  const bool had_succeeded = std::exchange(refund.status, RefundStatus::failed) == RefundStatus::succeeded;
  refund.failure_reason = std::move(reason);
  refund.uncertain_since.reset();
  refund.completed_at = now;
  if (had_succeeded) {
    state_.refunded -= refund.amount.minor_units();
    enter_refunded(evidence, now);
    bookings_.push_back(booking_of_returned_refund(id, refund.amount));
  }
  events_.add(PaymentRefundFailed{id.to_text(), refund.amount});
}

void Payment::enter_refunded(std::string_view evidence, Timestamp now) {
  const auto next = state_.refunded == 0                             ? PaymentState::completed
                    : state_.refunded == state_.amount.minor_units() ? PaymentState::refunded
                                                                     : PaymentState::partially_refunded;
  enter(next, evidence, now);
}

}  // namespace ddd::payment
