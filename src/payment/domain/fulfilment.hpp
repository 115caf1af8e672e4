#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include <ddd/kernel/ids.hpp>
#include <ddd/payment/domain/payment_snapshot.hpp>

namespace ddd::payment {

/// What the other contexts have yet to report of a sale: that the units of every product have left the stock, and that
/// what was paid has left the basket. A record that stays open says that an event was lost.
class Fulfilment {
 public:
  struct Snapshot {
    PaymentId payment_id;
    Timestamp opened_at;
    std::vector<ProductId> products;  ///< those not reported yet, ascending
    bool waits_for_basket = false;
    std::string failure;  ///< why a part can't be done, as an error code; empty as long as nothing says so
    std::optional<Timestamp> closed_at;
    std::int64_t version = 0;

    friend bool operator==(const Snapshot&, const Snapshot&) = default;
  };

  /// Of a payment that has just been completed.
  [[nodiscard]] static Fulfilment open(const PaymentSnapshot& payment, Timestamp now);
  [[nodiscard]] static Fulfilment restore(Snapshot snapshot) { return Fulfilment(std::move(snapshot)); }

  /// Each gives whether it was news.
  bool product_left(ProductId id, Timestamp now);
  bool basket_cleared(Timestamp now);
  /// A part can't be done: the money is taken, so a person has to decide. The record stays open.
  bool failed(std::string code);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  void mark_saved() { ++state_.version; }

 private:
  explicit Fulfilment(Snapshot snapshot) : state_(std::move(snapshot)) {}
  void close_when_done(Timestamp now);

  Snapshot state_;
};

}  // namespace ddd::payment
