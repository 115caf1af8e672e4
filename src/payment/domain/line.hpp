#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/result.hpp>

namespace ddd::payment {

/// One line of what is bought, as the product context said it at validation.
struct Line {
  ProductId product_id;
  std::string name;
  std::int64_t quantity = 0;  ///< 1-99
  Money unit_price;

  /// Throws when it overflows: `total_of` has checked it.
  [[nodiscard]] Money total() const { return unit_price.times(quantity).value(); }

  friend bool operator==(const Line&, const Line&) = default;
};

/// The sum of the lines' totals; at least one line. Error: `payment.amount_out_of_range` when it overflows or the
/// lines' currencies differ.
[[nodiscard]] Result<Money> total_of(const std::vector<Line>& lines);

}  // namespace ddd::payment
