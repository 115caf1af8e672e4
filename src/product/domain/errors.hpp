#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <ddd/kernel/error.hpp>
#include <ddd/product/domain/stock_line.hpp>

/// Every refusal of the product context. The codes are part of the public contract (docs/errors.md).
namespace ddd::product::errors {

[[nodiscard]] Error not_found();
[[nodiscard]] Error sku_taken();
[[nodiscard]] Error stale();
[[nodiscard]] Error inactive();
[[nodiscard]] Error invalid_amount(std::string_view pointer);
/// A change of on hand that would fall below what is reserved.
[[nodiscard]] Error stock_reserved(std::int64_t reserved);
/// An admin takes out more than is available.
[[nodiscard]] Error insufficient_stock(std::int64_t available);

struct ShortLine {
  ProductId product_id;
  std::int64_t requested = 0;
  std::int64_t available = 0;
};
/// A reservation that not all lines can be served of; names each short line.
[[nodiscard]] Error lines_short(const std::vector<ShortLine>& lines);

/// A reservation with products that are withdrawn or deleted; names each such line, of which nothing is available.
[[nodiscard]] Error lines_not_for_sale(const std::vector<ShortLine>& lines);

[[nodiscard]] Error reservation_not_found();
/// The reservation ran out or was given back before it was pinned.
[[nodiscard]] Error reservation_lost();
/// The same reservation id with other lines.
[[nodiscard]] Error reservation_differs();
/// A consumed or pinned reservation can't do that.
inline constexpr std::string_view kReservationState = "product.reservation_state";
[[nodiscard]] Error reservation_state(std::string_view state);

}  // namespace ddd::product::errors
