#include <ddd/product/domain/errors.hpp>

namespace ddd::product::errors {
namespace {

ErrorRows rows_of(const std::vector<ShortLine>& lines) {
  ErrorRows rows;
  for (const auto& line : lines) {
    rows.push_back(
        {{"product_id", line.product_id.to_int()}, {"requested", line.requested}, {"available", line.available}});
  }
  return rows;
}

}  // namespace

Error not_found() {
  return {.kind = ErrorKind::not_found, .code = "product.not_found", .message = "There is no such product."};
}
Error sku_taken() {
  return {.kind = ErrorKind::conflict, .code = "product.sku_taken", .message = "Another product has this SKU."};
}
Error stale() {
  return {.kind = ErrorKind::stale,
          .code = "product.stale",
          .message = "The product was changed since it was read; read it again and repeat the change."};
}
Error inactive() {
  return {.kind = ErrorKind::conflict, .code = "product.inactive", .message = "The product is not for sale now."};
}
Error invalid_amount(std::string_view pointer) {
  return {.kind = ErrorKind::rejected,
          .code = "product.invalid_amount",
          .message = "The amount is out of range.",
          .violations = {{std::string(pointer), "range", "Must be a whole number in range.", std::nullopt}}};
}
Error stock_reserved(std::int64_t reserved) {
  return Error{.kind = ErrorKind::conflict,
               .code = "product.stock_reserved",
               .message = "The stock can't go below what is reserved for payments under way."}
      .with("reserved", reserved);
}
Error insufficient_stock(std::int64_t available) {
  return Error{
      .kind = ErrorKind::conflict, .code = "product.insufficient_stock", .message = "There is not enough stock."}
      .with("available", available);
}

Error lines_short(const std::vector<ShortLine>& lines) {
  return Error{.kind = ErrorKind::conflict,
               .code = "product.insufficient_stock",
               .message = "There is not enough stock for every line."}
      .with("lines", rows_of(lines));
}
Error lines_not_for_sale(const std::vector<ShortLine>& lines) {
  return Error{.kind = ErrorKind::conflict, .code = "product.inactive", .message = "A product is not for sale now."}
      .with("lines", rows_of(lines));
}

Error reservation_not_found() {
  return {.kind = ErrorKind::not_found,
          .code = "product.reservation_not_found",
          .message = "There is no such reservation."};
}
Error reservation_lost() {
  return {.kind = ErrorKind::conflict,
          .code = "product.reservation_lost",
          .message = "The reservation ran out or was given back."};
}
Error reservation_differs() {
  return {.kind = ErrorKind::conflict,
          .code = "product.reservation_differs",
          .message = "This reservation exists with other lines."};
}
Error reservation_state(std::string_view state) {
  return {.kind = ErrorKind::conflict,
          .code = kReservationState,
          .message = "The reservation is " + std::string(state) + " and can't do that."};
}

}  // namespace ddd::product::errors
