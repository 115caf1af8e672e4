#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/money.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/product/domain/stock_line.hpp>

namespace ddd::product {

// Facts about a product's catalogue data.
struct ProductCreated {
  std::string sku;
  std::string name;
  Money price;
};
struct ProductUpdated {
  std::vector<std::string> changed;  ///< names of the fields
};
struct ProductPriceChanged {
  Money old_price;
  Money new_price;
};
struct ProductActivated {};
struct ProductDeactivated {};
struct ProductDeleted {};

using ProductEvent = std::variant<ProductCreated, ProductUpdated, ProductPriceChanged, ProductActivated,
                                  ProductDeactivated, ProductDeleted>;

// Facts about a product's stock.
struct StockUpdated {
  std::int64_t delta = 0;  ///< of on hand
  std::int64_t on_hand = 0;
  std::int64_t reserved = 0;
  std::string cause;     ///< the movement's kind
  std::string cause_id;  ///< payment, refund or request
};
struct StockDepleted {};
struct StockReplenished {
  std::int64_t available = 0;
};

using StockEvent = std::variant<StockUpdated, StockDepleted, StockReplenished>;

// Facts about a reservation.
struct StockReserved {
  std::vector<StockLine> lines;
  Timestamp expires_at;
};
struct StockReleased {
  std::vector<StockLine> lines;
};
struct StockReservationExpired {
  std::vector<StockLine> lines;
};

/// A payment completed, and its reservation does not allow for its units to be taken off the shelf.
struct StockConsumeFailed {
  PaymentId payment_id;
  std::string code;  ///< of the refusal
};

using ReservationEvent = std::variant<StockReserved, StockReleased, StockReservationExpired>;

}  // namespace ddd::product
