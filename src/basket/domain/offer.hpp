#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>

namespace ddd::basket {

/// What the catalogue says of a product now.
struct Offer {
  ProductId product_id;
  std::string name;
  Money price;
  std::int64_t available = 0;
  bool is_active = false;

  friend bool operator==(const Offer&, const Offer&) = default;
};

/// The offer of a product among `offers`; null when the catalogue doesn't know it. O(n).
[[nodiscard]] inline const Offer* find_offer(const std::vector<Offer>& offers, ProductId product_id) {
  const auto found = std::ranges::find(offers, product_id, &Offer::product_id);
  return found == offers.end() ? nullptr : &*found;
}

}  // namespace ddd::basket
