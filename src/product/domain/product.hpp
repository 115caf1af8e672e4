#pragma once

#include <cstdint>
#include <optional>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/product/domain/details.hpp>
#include <ddd/product/domain/events.hpp>

namespace ddd::product {

/// The catalogue entry. Its stock is an aggregate of its own (stock.hpp): selling a unit doesn't touch an edit under
/// way.
class Product {
 public:
  struct Snapshot {
    ProductId id;
    Details details;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
    Timestamp created_at;
    Timestamp updated_at;
    std::optional<Timestamp> deleted_at;
  };

  /// Errors: `product.invalid` as `check(Details)`.
  [[nodiscard]] static Result<Product> create(ProductId id, Details details, Currency catalogue_currency,
                                              Timestamp now);
  /// For stores alone: takes what was written as it is.
  [[nodiscard]] static Product restore(Snapshot snapshot);

  /// Errors: `product.invalid`; `product.stale` when `expected_version` is given and is not this version. Without a
  /// difference nothing happens.
  [[nodiscard]] Result<> change(const DetailsPatch& patch, std::optional<std::int64_t> expected_version,
                                Currency catalogue_currency, Timestamp now);
  /// From here on the product is unknown everywhere. Error: `product.stale`.
  [[nodiscard]] Result<> remove(std::optional<std::int64_t> expected_version, Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] ProductId id() const { return state_.id; }
  /// The version that is stored; 0 for a new product. A save makes it one more.
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<ProductEvent>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return !events_.pending().empty(); }

  /// Called by a repository after it has stored the product.
  void mark_saved();

 private:
  explicit Product(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}

  Snapshot state_;
  EventLog<ProductEvent> events_;
};

}  // namespace ddd::product
