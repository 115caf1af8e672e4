#include <algorithm>
#include <map>
#include <set>

#include <ddd/product/domain/errors.hpp>
#include <ddd/product/domain/reservation_order.hpp>

namespace ddd::product {
namespace {

Stock* find(StockBooks& books, ProductId id) {
  const auto found = std::ranges::lower_bound(books.stocks, id, {}, &Stock::product_id);
  return found != books.stocks.end() && found->product_id() == id ? &*found : nullptr;
}

/// Each line by itself, so that lines can't make up for one another and their sums stay far from overflow.
Result<> check_quantities(const std::vector<StockLine>& lines) {
  const auto fits = [](const StockLine& line) { return line.quantity >= 1 && line.quantity <= Stock::kMost; };
  if (!std::ranges::all_of(lines, fits)) return Refused(errors::invalid_amount("/lines"));
  return {};
}

/// One line per product, ascending: two lines of the same product count together.
std::vector<StockLine> merged(const std::vector<StockLine>& lines) {
  std::map<ProductId, std::int64_t> sums;
  for (const auto& line : lines) sums[line.product_id] += line.quantity;
  std::vector<StockLine> result;
  for (const auto& [id, quantity] : sums) result.push_back({id, quantity});
  return result;
}

Result<> decide(const ReserveStock& order, StockBooks& books, Timestamp now) {
  DDD_CHECK(check_quantities(order.lines));
  auto lines = merged(order.lines);
  if (books.reservation) {
    if (books.reservation->state().lines != lines) return Refused(errors::reservation_differs());
    if (!books.reservation->holds_stock()) return Refused(errors::reservation_lost());
    return {};
  }
  std::vector<errors::ShortLine> withdrawn;
  std::vector<errors::ShortLine> short_lines;
  for (const auto& line : lines) {
    const auto* stock = find(books, line.product_id);
    if (stock == nullptr) return Refused(errors::not_found());
    if (std::ranges::binary_search(books.not_for_sale, line.product_id)) {
      withdrawn.push_back({line.product_id, line.quantity, 0});
    }
    if (line.quantity > stock->available()) short_lines.push_back({line.product_id, line.quantity, stock->available()});
  }
  if (!withdrawn.empty()) return Refused(errors::lines_not_for_sale(withdrawn));
  if (!short_lines.empty()) return Refused(errors::lines_short(short_lines));
  for (const auto& line : lines)
    find(books, line.product_id)->reserve(line.quantity, order.reservation_id.to_text(), now);
  books.reservation = Reservation::hold(order.reservation_id, std::move(lines), now, now + order.hold);
  return {};
}

Result<> decide(const PinReservation&, StockBooks& books, Timestamp now) {
  if (!books.reservation) return Refused(errors::reservation_not_found());
  return books.reservation->pin(now);
}

Result<> decide(const ConsumeReservation& order, StockBooks& books, Timestamp now) {
  if (!books.reservation) return Refused(errors::reservation_not_found());
  if (books.reservation->state().state == ReservationState::consumed) return {};
  DDD_CHECK(books.reservation->consume());
  for (const auto& line : books.reservation->state().lines) {
    find(books, line.product_id)->consume(line.quantity, order.reservation_id.to_text(), now);
  }
  return {};
}

void give_back(StockBooks& books, Timestamp now) {
  for (const auto& line : books.reservation->state().lines) {
    find(books, line.product_id)->release(line.quantity, books.reservation->id().to_text(), now);
  }
}

Result<> decide(const ReleaseReservation&, StockBooks& books, Timestamp now) {
  // A payment can end before it ever reserved: nothing to give back.
  if (!books.reservation) return {};
  const bool held = books.reservation->holds_stock();
  DDD_CHECK(books.reservation->release());
  if (held) give_back(books, now);
  return {};
}

Result<> decide(const ExpireReservation&, StockBooks& books, Timestamp now) {
  if (!books.reservation) return Refused(errors::reservation_not_found());
  DDD_CHECK(books.reservation->expire(now));
  give_back(books, now);
  return {};
}

Result<> decide(const RestockReturn& order, StockBooks& books, Timestamp now) {
  if (!books.reservation) return Refused(errors::reservation_not_found());
  // What never left can't come back.
  if (books.reservation->state().state != ReservationState::consumed)
    return Refused(errors::reservation_state(to_text(books.reservation->state().state)));
  if (books.restocked) return {};
  DDD_CHECK(check_quantities(order.lines));
  const auto lines = merged(order.lines);
  const auto& left = books.reservation->state().lines;
  for (const auto& line : lines) {
    const auto sold = std::ranges::find(left, line.product_id, &StockLine::product_id);
    if (sold == left.end() || line.quantity > sold->quantity) return Refused(errors::reservation_differs());
  }
  for (const auto& line : lines) find(books, line.product_id)->restock(line.quantity, order.refund_id, now);
  return {};
}

}  // namespace

const PaymentId& reservation_of(const ReservationOrder& order) {
  return std::visit([](const auto& concrete) -> const PaymentId& { return concrete.reservation_id; }, order);
}

std::vector<ProductId> products_of(const ReservationOrder& order) {
  return std::visit(
      [](const auto& concrete) -> std::vector<ProductId> {
        if constexpr (requires { concrete.lines; }) {
          std::set<ProductId> ids;
          for (const auto& line : concrete.lines) ids.insert(line.product_id);
          return {ids.begin(), ids.end()};
        } else {
          return {};
        }
      },
      order);
}

Result<> carry_out(const ReservationOrder& order, StockBooks& books, Timestamp now) {
  return std::visit([&](const auto& concrete) { return decide(concrete, books, now); }, order);
}

}  // namespace ddd::product
