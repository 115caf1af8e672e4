#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include <ddd/basket/domain/item.hpp>
#include <ddd/basket/domain/offer.hpp>

namespace ddd::basket {

enum class ProblemCode {
  price_changed,       ///< the product costs something else now
  insufficient_stock,  ///< fewer units are available than the line asks for
  unavailable,         ///< the product is withdrawn or deleted
};

[[nodiscard]] std::string_view to_text(ProblemCode code);

/// Why a line could not be bought as it stands. Problems are shown, never silently repaired.
struct Problem {
  ProblemCode code = ProblemCode::unavailable;
  ProductId product_id;
  std::optional<Money> current_price;     ///< of price_changed
  std::optional<std::int64_t> available;  ///< of insufficient_stock

  friend bool operator==(const Problem&, const Problem&) = default;
};

/// What stands between a line and its purchase now; `offer` is null when the catalogue doesn't know the product.
[[nodiscard]] std::vector<Problem> problems_of(const Item& item, const Offer* offer);

}  // namespace ddd::basket
