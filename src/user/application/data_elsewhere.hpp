#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>

namespace ddd::user {

/// What other contexts hold of a person, in plain data.
struct DataElsewhere {
  struct BasketItem {
    ProductId product_id;
    std::int64_t quantity = 0;
    Money unit_price;
    Timestamp added_at;
  };
  struct Basket {
    BasketId id;
    std::vector<BasketItem> items;
    Timestamp created_at;
    Timestamp updated_at;
    Timestamp expires_at;
  };
  struct PaymentLine {
    ProductId product_id;
    std::string name;
    std::int64_t quantity = 0;
    Money unit_price;
  };
  struct Payment {
    PaymentId id;
    std::string order_id;
    std::string status;
    Money amount;
    Money refunded_amount;
    std::string payment_method;  ///< empty: none was named
    std::vector<PaymentLine> lines;
    Timestamp created_at;
    std::optional<Timestamp> completed_at;
  };
  struct PaymentMethod {
    std::string id;
    std::string brand;
    std::string last_four_digits;
    std::int64_t expiry_month = 0;
    std::int64_t expiry_year = 0;
    bool is_default = false;
    Timestamp created_at;
  };
  std::optional<Basket> basket;
  std::vector<Payment> payments;  ///< newest first
  std::vector<PaymentMethod> payment_methods;
};

}  // namespace ddd::user
