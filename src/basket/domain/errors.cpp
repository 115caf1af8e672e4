#include <ddd/basket/domain/basket.hpp>
#include <ddd/basket/domain/errors.hpp>

namespace ddd::basket::errors {

Error not_found() {
  return {.kind = ErrorKind::not_found, .code = "basket.not_found", .message = "There is no such basket."};
}
Error item_not_found() {
  return {
      .kind = ErrorKind::not_found, .code = "basket.item_not_found", .message = "The product is not in the basket."};
}
Error stale() {
  return {.kind = ErrorKind::stale,
          .code = "basket.stale",
          .message = "The basket was changed since it was read; read it again and repeat the change."};
}
Error invalid_quantity(std::int64_t quantity) {
  const Violation violation =
      quantity < 1 ? Violation{"/quantity", "min", "Must be at least 1.", 1}
                   : Violation{"/quantity", "max", "A line has at most 99 units in all.", Basket::kMostPerLine};
  return {.kind = ErrorKind::rejected,
          .code = "basket.invalid_quantity",
          .message = "The quantity of a line is 1 to 99.",
          .violations = {violation}};
}
Error too_many_lines() {
  return {.kind = ErrorKind::rejected,
          .code = "basket.too_many_lines",
          .message = "A basket has at most 100 lines.",
          .violations = {{"/product_id", "max_items", "A basket has at most 100 lines.", Basket::kMostLines}}};
}
Error insufficient_stock(std::int64_t available) {
  return Error{
      .kind = ErrorKind::conflict, .code = "basket.insufficient_stock", .message = "There is not enough stock."}
      .with("available", available);
}
Error total_too_large() {
  return {.kind = ErrorKind::rejected,
          .code = "basket.total_too_large",
          .message = "The basket's total would be too large.",
          .violations = {{"/quantity", "range", "The basket's total would be too large.", std::nullopt}}};
}
Error currency_mismatch() {
  return {.kind = ErrorKind::conflict,
          .code = "basket.currency_mismatch",
          .message = "The basket holds products priced in another currency; clear it first."};
}
Error product_mismatch() {
  return {.kind = ErrorKind::rejected,
          .code = "basket.product_mismatch",
          .message = "Path and body name different products.",
          .violations = {{"/product_id", "differs", "Must be the product in the path.", std::nullopt}}};
}
Error event_incomplete() {
  return {.kind = ErrorKind::malformed,
          .code = "basket.event_incomplete",
          .message = "The payment names a basket but not its version."};
}
Error event_without_product() {
  return {.kind = ErrorKind::malformed,
          .code = "basket.event_without_product",
          .message = "The event's key is no product's id."};
}

Error product_not_found() {
  return {.kind = ErrorKind::not_found, .code = "product.not_found", .message = "There is no such product."};
}
Error product_inactive() {
  return {.kind = ErrorKind::conflict, .code = "product.inactive", .message = "The product is not for sale now."};
}

}  // namespace ddd::basket::errors
