#pragma once

#include <cstdint>
#include <vector>

#include <ddd/kernel/ids.hpp>

namespace ddd::basket {

struct PurchasedLine {
  ProductId product_id;
  std::int64_t quantity = 0;

  friend bool operator==(const PurchasedLine&, const PurchasedLine&) = default;
};

/// A completed payment as a basket sees it: the lines it was made of when the payment began, at that version.
struct Purchase {
  PaymentId payment_id;
  std::int64_t basket_version = 0;
  std::vector<PurchasedLine> lines;
};

/// The mark that a payment was subtracted from the basket.
struct SubtractedPayment {
  PaymentId payment_id;
  std::int64_t basket_version = 0;

  friend bool operator==(const SubtractedPayment&, const SubtractedPayment&) = default;
};

}  // namespace ddd::basket
