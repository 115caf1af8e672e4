#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/product/domain/events.hpp>

namespace ddd::product {

/// One adjustment of stock by an administrator.
using AdjustmentId = TextId<"adj_">;

enum class MovementKind { received, adjusted, reserved, released, consumed, restocked };
[[nodiscard]] std::string_view to_text(MovementKind kind);

/// Why stock moved: the payment, refund or adjustment, and a note of the person who did it.
struct Cause {
  std::string id;
  std::string note;
};

/// One line of the stock ledger: append-only, unique by (cause, product, kind).
struct Movement {
  MovementKind kind = MovementKind::received;
  std::int64_t delta = 0;           ///< change of on hand
  std::int64_t reserved_delta = 0;  ///< change of reserved
  Cause cause;
  std::int64_t on_hand_after = 0;
  std::int64_t reserved_after = 0;
  Timestamp at;
};

/// How many units of a product there are and how many of them are spoken for: 0 <= reserved <= on_hand, always.
class Stock {
 public:
  struct Snapshot {
    ProductId product_id;
    std::int64_t on_hand = 0;
    std::int64_t reserved = 0;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
  };
  /// Most units of one product: far from overflow in any sum.
  static constexpr std::int64_t kMost = 1'000'000'000;

  /// A new product's stock: `initial` units (0 ... kMost) received.
  [[nodiscard]] static Stock open(ProductId product_id, std::int64_t initial, Cause cause, Timestamp now);
  [[nodiscard]] static Stock restore(const Snapshot& snapshot) { return Stock(snapshot); }

  /// Errors: `product.invalid_amount`; `product.stock_reserved` below what is reserved.
  [[nodiscard]] Result<> set_on_hand(std::int64_t on_hand, Cause cause, Timestamp now);
  /// Errors: `product.invalid_amount` for less than 1 or past kMost.
  [[nodiscard]] Result<> receive(std::int64_t amount, Cause cause, Timestamp now);
  /// Errors: `product.invalid_amount`, `product.insufficient_stock` when less is available.
  [[nodiscard]] Result<> take_out(std::int64_t amount, Cause cause, Timestamp now);

  // Steps of a reservation. The caller (carry_out) has checked that they are possible; a violated bound is a defect and
  // throws.
  void reserve(std::int64_t quantity, std::string_view reservation_id, Timestamp now);
  void release(std::int64_t quantity, std::string_view reservation_id, Timestamp now);
  void consume(std::int64_t quantity, std::string_view reservation_id, Timestamp now);
  /// Returned goods go back on the shelf.
  void restock(std::int64_t quantity, std::string_view refund_id, Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] ProductId product_id() const { return state_.product_id; }
  [[nodiscard]] std::int64_t available() const { return state_.on_hand - state_.reserved; }
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<StockEvent>& events() const { return events_; }
  [[nodiscard]] const std::vector<Movement>& movements() const { return movements_; }
  [[nodiscard]] bool has_changes() const { return !movements_.empty(); }

  void mark_saved();

 private:
  explicit Stock(const Snapshot& snapshot) : state_(snapshot), events_(snapshot.event_sequence) {}
  void move(MovementKind kind, std::int64_t delta, std::int64_t reserved_delta, Cause cause, Timestamp now);

  Snapshot state_;
  EventLog<StockEvent> events_;
  std::vector<Movement> movements_;
};

}  // namespace ddd::product
