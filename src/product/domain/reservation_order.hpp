#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include <ddd/kernel/result.hpp>
#include <ddd/product/domain/reservation.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

// What can be done to a reservation and the stocks it holds. An order is data: a store locks the stocks it concerns in
// ascending product id, lets `carry_out` decide, and writes the outcome, all in one transaction. It touches several
// stocks at once, all or nothing: the one place where a transaction spans aggregates.
struct ReserveStock {
  PaymentId reservation_id;
  std::vector<StockLine> lines;
  std::chrono::seconds hold{900};
};
struct PinReservation {
  PaymentId reservation_id;
};
struct ConsumeReservation {
  PaymentId reservation_id;
};
struct ReleaseReservation {
  PaymentId reservation_id;
};
struct ExpireReservation {
  PaymentId reservation_id;
};
/// Units that a refunded buyer has given back.
struct RestockReturn {
  PaymentId reservation_id;  ///< by which they left
  std::string refund_id;
  std::vector<StockLine> lines;
};
using ReservationOrder = std::variant<ReserveStock, PinReservation, ConsumeReservation, ReleaseReservation,
                                      ExpireReservation, RestockReturn>;

/// The aggregates an order concerns, as loaded and locked: the reservation it names, if there is one, and the stocks of
/// the products it names or the reservation holds, ascending by product.
struct StockBooks {
  std::optional<Reservation> reservation;
  std::vector<Stock> stocks;
  /// Those of the products that are withdrawn or deleted, ascending: nothing new is reserved of them.
  std::vector<ProductId> not_for_sale;
  /// The refund of a RestockReturn has brought its units back before.
  bool restocked = false;
};

/// The reservation an order is about.
[[nodiscard]] const PaymentId& reservation_of(const ReservationOrder& order);
/// The products an order names itself, ascending (those of an existing reservation come on top).
[[nodiscard]] std::vector<ProductId> products_of(const ReservationOrder& order);

/// Decides the order and changes the books, or refuses and leaves them unchanged. Repeating an order that was carried
/// out is no error and changes nothing, but that an ended reservation doesn't expire again. Errors:
/// `product.invalid_amount` (a line of less than 1 or more than Stock::kMost units), `product.not_found`,
/// `product.inactive` and `product.insufficient_stock` (with `lines`), `product.reservation_*`.
[[nodiscard]] Result<> carry_out(const ReservationOrder& order, StockBooks& books, Timestamp now);

}  // namespace ddd::product
