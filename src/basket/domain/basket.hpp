#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include <ddd/basket/domain/events.hpp>
#include <ddd/basket/domain/item.hpp>
#include <ddd/basket/domain/offer.hpp>
#include <ddd/basket/domain/purchase.hpp>
#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/result.hpp>

namespace ddd::basket {

/// What a user means to buy. At most kMostLines lines, one per product, each of 1 to kMostPerLine units, all in one
/// currency, with a sum that is an amount. It lives for kLifetime after its last change.
class Basket {
 public:
  static constexpr std::int64_t kMostLines = 100;
  static constexpr std::int64_t kMostPerLine = 99;
  static constexpr std::chrono::hours kLifetime{24};
  /// How many payments are remembered one by one; older ones by `subtracted_through`.
  static constexpr std::size_t kMostRemembered = 50;

  struct Snapshot {
    BasketId id;
    UserId user_id;
    std::vector<Item> items;  ///< in the order in which they came
    /// Payments that were subtracted, ascending by basket version, at most kMostRemembered.
    std::vector<SubtractedPayment> subtracted;
    /// Every payment of this basket version or an older one counts as subtracted.
    std::int64_t subtracted_through = 0;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
    Timestamp created_at;
    Timestamp updated_at;
    Timestamp expires_at;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
  };

  [[nodiscard]] static Basket start(BasketId id, UserId user_id, Timestamp now);
  /// For stores alone: takes what was written as it is.
  [[nodiscard]] static Basket restore(Snapshot snapshot) { return Basket(std::move(snapshot)); }

  /// Error: `basket.stale` when `version` is given and is not this version.
  [[nodiscard]] Result<> must_be(std::optional<std::int64_t> version) const;

  /// Adds to the product's line, or begins one under `new_item`; either takes the price of now. Errors:
  /// `basket.invalid_quantity`, `product.inactive`, `basket.too_many_lines`, `basket.insufficient_stock` (for what the
  /// line would ask for in all), `basket.total_too_large`, `basket.currency_mismatch`.
  [[nodiscard]] Result<> add(ItemId new_item, const Offer& offer, std::int64_t quantity, Timestamp now);
  /// Sets the line's quantity and takes the price of now. Errors: `basket.item_not_found` and those of `add`.
  [[nodiscard]] Result<> set_quantity(const Offer& offer, std::int64_t quantity, Timestamp now);
  /// Error: `basket.item_not_found`.
  [[nodiscard]] Result<> remove(ProductId product_id, Timestamp now);
  void clear(Timestamp now);
  /// Takes out what a completed payment bought: exactly its units, once, whatever came in meanwhile stays. False when
  /// this payment was subtracted before; then nothing happens.
  [[nodiscard]] bool subtract(const Purchase& purchase, Timestamp now);

  /// The end of the basket: saving it deletes it.
  void discard(Timestamp now);
  /// The end of a basket whose time is over. Throws std::logic_error before that.
  void expire(Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const BasketId& id() const { return state_.id; }
  [[nodiscard]] bool is_expired(Timestamp now) const { return state_.expires_at <= now; }
  /// The line of a product; null when there is none.
  [[nodiscard]] const Item* find(ProductId product_id) const;
  [[nodiscard]] std::int64_t item_count() const;
  /// The sum of the lines; zero of `currency` for an empty basket.
  [[nodiscard]] Money total(Currency currency) const;
  /// The version that is stored; 0 for a new basket. A save makes it one more.
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<BasketEvent>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return changed_; }
  [[nodiscard]] bool is_over() const { return over_; }

  /// Called by a repository after it has stored the basket.
  void mark_saved();

 private:
  explicit Basket(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  [[nodiscard]] Result<> check(const Item& line, const Offer& offer) const;
  [[nodiscard]] bool was_subtracted(const Purchase& purchase) const;
  void remember(const Purchase& purchase);
  void put(Item line);
  void touch(Timestamp now);

  Snapshot state_;
  EventLog<BasketEvent> events_;
  bool changed_ = false;
  bool over_ = false;
};

/// Error: `basket.invalid_quantity` outside 1 ... Basket::kMostPerLine.
[[nodiscard]] Result<> check_quantity(std::int64_t quantity);

/// What a line costs in all. Throws std::bad_optional_access for a line that no basket would take.
[[nodiscard]] Money line_total(const Item& item);

}  // namespace ddd::basket
