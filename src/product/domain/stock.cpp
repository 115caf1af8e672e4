#include <stdexcept>
#include <utility>

#include <ddd/product/domain/errors.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

std::string_view to_text(MovementKind kind) {
  switch (kind) {
    case MovementKind::received:
      return "received";
    case MovementKind::adjusted:
      return "adjusted";
    case MovementKind::reserved:
      return "reserved";
    case MovementKind::released:
      return "released";
    case MovementKind::consumed:
      return "consumed";
    case MovementKind::restocked:
      return "restocked";
  }
  std::unreachable();
}

Stock Stock::open(ProductId product_id, std::int64_t initial, Cause cause, Timestamp now) {
  Stock stock(Snapshot{.product_id = product_id});
  stock.move(MovementKind::received, initial, 0, std::move(cause), now);
  return stock;
}

Result<> Stock::set_on_hand(std::int64_t on_hand, Cause cause, Timestamp now) {
  if (on_hand < 0 || on_hand > kMost) return Refused(errors::invalid_amount("/stock"));
  if (on_hand < state_.reserved) return Refused(errors::stock_reserved(state_.reserved));
  if (on_hand != state_.on_hand) move(MovementKind::adjusted, on_hand - state_.on_hand, 0, std::move(cause), now);
  return {};
}

Result<> Stock::receive(std::int64_t amount, Cause cause, Timestamp now) {
  if (amount < 1 || amount > kMost - state_.on_hand) return Refused(errors::invalid_amount("/amount"));
  move(MovementKind::received, amount, 0, std::move(cause), now);
  return {};
}

Result<> Stock::take_out(std::int64_t amount, Cause cause, Timestamp now) {
  if (amount < 1 || amount > kMost) return Refused(errors::invalid_amount("/amount"));
  if (amount > available()) return Refused(errors::insufficient_stock(available()));
  move(MovementKind::adjusted, -amount, 0, std::move(cause), now);
  return {};
}

void Stock::reserve(std::int64_t quantity, std::string_view reservation_id, Timestamp now) {
  move(MovementKind::reserved, 0, quantity, {std::string(reservation_id), {}}, now);
}
void Stock::release(std::int64_t quantity, std::string_view reservation_id, Timestamp now) {
  move(MovementKind::released, 0, -quantity, {std::string(reservation_id), {}}, now);
}
void Stock::consume(std::int64_t quantity, std::string_view reservation_id, Timestamp now) {
  move(MovementKind::consumed, -quantity, -quantity, {std::string(reservation_id), {}}, now);
}
void Stock::restock(std::int64_t quantity, std::string_view refund_id, Timestamp now) {
  move(MovementKind::restocked, quantity, 0, {std::string(refund_id), {}}, now);
}

void Stock::move(MovementKind kind, std::int64_t delta, std::int64_t reserved_delta, Cause cause, Timestamp now) {
  const auto before = available();
  const bool was_new = state_.version == 0 && movements_.empty();
  state_.on_hand += delta;
  state_.reserved += reserved_delta;
  if (state_.reserved < 0 || state_.reserved > state_.on_hand) {
    throw std::logic_error("stock of product " + state_.product_id.to_text() + " would leave its bounds");
  }
  if (delta != 0) {
    events_.add(StockUpdated{delta, state_.on_hand, state_.reserved, std::string(to_text(kind)), cause.id});
  }
  if (before > 0 && available() == 0) events_.add(StockDepleted{});
  if (before == 0 && available() > 0 && !was_new) events_.add(StockReplenished{available()});
  movements_.push_back({kind, delta, reserved_delta, std::move(cause), state_.on_hand, state_.reserved, now});
}

void Stock::mark_saved() {
  ++state_.version;
  movements_.clear();
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::product
