#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include <ddd/kernel/event_log.hpp>
#include <ddd/kernel/ids.hpp>
#include <ddd/kernel/result.hpp>
#include <ddd/product/domain/events.hpp>

namespace ddd::product {

/// held -> pinned -> consumed; held or pinned -> released; held -> expired. The three on the right are final, and a
/// pinned reservation never expires: its payment is being captured.
enum class ReservationState { held, pinned, consumed, released, expired };
[[nodiscard]] std::string_view to_text(ReservationState state);

/// Units set aside for one payment. Its id is the payment's, so that asking twice finds the first.
class Reservation {
 public:
  struct Snapshot {
    PaymentId id;
    std::vector<StockLine> lines;  ///< ascending by product, each product once, quantities >= 1
    ReservationState state = ReservationState::held;
    std::int64_t version = 0;
    std::int64_t event_sequence = 0;
    Timestamp created_at;
    Timestamp expires_at;
  };

  [[nodiscard]] static Reservation hold(PaymentId id, std::vector<StockLine> lines, Timestamp now,
                                        Timestamp expires_at);
  [[nodiscard]] static Reservation restore(Snapshot snapshot) { return Reservation(std::move(snapshot)); }

  /// Nothing happens when it is pinned already. Error: `product.reservation_lost` when it ran out or was given back.
  [[nodiscard]] Result<> pin(Timestamp now);
  /// Error: `product.reservation_state` unless pinned.
  [[nodiscard]] Result<> consume();
  /// Error: `product.reservation_state` when consumed.
  [[nodiscard]] Result<> release();
  /// Error: `product.reservation_state` unless held and past its time.
  [[nodiscard]] Result<> expire(Timestamp now);

  [[nodiscard]] const Snapshot& state() const { return state_; }
  [[nodiscard]] const PaymentId& id() const { return state_.id; }
  /// True while its units count as reserved.
  [[nodiscard]] bool holds_stock() const;
  [[nodiscard]] std::int64_t version() const { return state_.version; }
  [[nodiscard]] const EventLog<ReservationEvent>& events() const { return events_; }
  [[nodiscard]] bool has_changes() const { return changed_; }

  void mark_saved();

 private:
  explicit Reservation(Snapshot snapshot) : state_(std::move(snapshot)), events_(state_.event_sequence) {}
  void enter(ReservationState next);

  Snapshot state_;
  EventLog<ReservationEvent> events_;
  bool changed_ = false;
};

}  // namespace ddd::product
