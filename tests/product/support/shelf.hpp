#pragma once

#include <algorithm>
#include <map>
#include <set>
#include <vector>

#include <product/support/values.hpp>

namespace ddd::product::test {

/// Stocks and reservations as a store would keep them: loads the books of an order, lets it be decided, keeps the
/// outcome.
struct Shelf {
  Result<> carry_out(const ReservationOrder& order, Timestamp now = kStart) {
    auto books = load(order);
    const auto before = books;
    const auto result = product::carry_out(order, books, now);
    left_unchanged = same_state(before, books);
    if (result) keep(books);
    return result;
  }

  Result<> reserve(std::uint64_t id, std::vector<StockLine> lines, Timestamp now = kStart) {
    return carry_out(ReserveStock{payment(id), std::move(lines)}, now);
  }
  Result<> pin(std::uint64_t id, Timestamp now = kStart) { return carry_out(PinReservation{payment(id)}, now); }
  Result<> consume(std::uint64_t id) { return carry_out(ConsumeReservation{payment(id)}); }
  Result<> release(std::uint64_t id) { return carry_out(ReleaseReservation{payment(id)}); }
  Result<> expire(std::uint64_t id, Timestamp now) { return carry_out(ExpireReservation{payment(id)}, now); }

  Result<> restock(std::uint64_t id, std::vector<StockLine> lines, std::string refund = "rfd_1") {
    return carry_out(RestockReturn{payment(id), std::move(refund), std::move(lines)});
  }

  void put(std::uint64_t product, std::int64_t units) {
    stocks.insert_or_assign(ProductId(product), stored_stock(ProductId(product), units).state());
  }
  [[nodiscard]] std::int64_t on_hand(std::uint64_t product) const { return stocks.at(ProductId(product)).on_hand; }
  [[nodiscard]] std::int64_t reserved(std::uint64_t product) const { return stocks.at(ProductId(product)).reserved; }
  [[nodiscard]] ReservationState state(std::uint64_t id) const { return reservations.at(payment(id)).state; }

  std::map<ProductId, Stock::Snapshot> stocks;
  std::map<PaymentId, Reservation::Snapshot> reservations;
  std::set<ProductId> withdrawn;
  std::vector<Movement> ledger;
  /// Whether the last order left the books as it found them.
  bool left_unchanged = true;

 private:
  StockBooks load(const ReservationOrder& order) const {
    StockBooks books;
    if (const auto* restock = std::get_if<RestockReturn>(&order)) {
      books.restocked = std::ranges::any_of(ledger, [&](const Movement& movement) {
        return movement.kind == MovementKind::restocked && movement.cause.id == restock->refund_id;
      });
    }
    auto products = products_of(order);
    if (const auto found = reservations.find(reservation_of(order)); found != reservations.end()) {
      books.reservation = Reservation::restore(found->second);
      products.clear();
      for (const auto& line : found->second.lines) products.push_back(line.product_id);
    }
    for (const auto id : products) {
      if (const auto found = stocks.find(id); found != stocks.end()) {
        books.stocks.push_back(Stock::restore(found->second));
        if (withdrawn.contains(id)) books.not_for_sale.push_back(id);
      }
    }
    return books;
  }

  static bool same_state(const StockBooks& a, const StockBooks& b) {
    if (a.reservation.has_value() != b.reservation.has_value() || a.stocks.size() != b.stocks.size()) return false;
    if (b.reservation && (b.reservation->has_changes() || !same(a.reservation->state(), b.reservation->state()))) {
      return false;
    }
    for (std::size_t i = 0; i < a.stocks.size(); ++i) {
      if (b.stocks[i].has_changes() || !same(a.stocks[i].state(), b.stocks[i].state())) return false;
    }
    return true;
  }

  void keep(StockBooks& books) {
    if (books.reservation && books.reservation->has_changes()) {
      books.reservation->mark_saved();
      reservations.insert_or_assign(books.reservation->id(), books.reservation->state());
    }
    for (auto& stock : books.stocks) {
      ledger.insert(ledger.end(), stock.movements().begin(), stock.movements().end());
      if (stock.has_changes()) stock.mark_saved();
      stocks.insert_or_assign(stock.product_id(), stock.state());
    }
  }
};

}  // namespace ddd::product::test
