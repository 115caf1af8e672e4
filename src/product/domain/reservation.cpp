#include <utility>

#include <ddd/product/domain/errors.hpp>
#include <ddd/product/domain/reservation.hpp>

namespace ddd::product {

std::string_view to_text(ReservationState state) {
  switch (state) {
    case ReservationState::held:
      return "held";
    case ReservationState::pinned:
      return "pinned";
    case ReservationState::consumed:
      return "consumed";
    case ReservationState::released:
      return "released";
    case ReservationState::expired:
      return "expired";
  }
  std::unreachable();
}

Reservation Reservation::hold(PaymentId id, std::vector<StockLine> lines, Timestamp now, Timestamp expires_at) {
  Reservation reservation(
      Snapshot{.id = std::move(id), .lines = std::move(lines), .created_at = now, .expires_at = expires_at});
  reservation.changed_ = true;
  reservation.events_.add(StockReserved{reservation.state_.lines, expires_at});
  return reservation;
}

Result<> Reservation::pin(Timestamp now) {
  switch (state_.state) {
    case ReservationState::pinned:
    case ReservationState::consumed:
      return {};
    case ReservationState::released:
    case ReservationState::expired:
      return Refused(errors::reservation_lost());
    case ReservationState::held:
      break;
  }
  if (now >= state_.expires_at) return Refused(errors::reservation_lost());
  enter(ReservationState::pinned);
  return {};
}

Result<> Reservation::consume() {
  if (state_.state != ReservationState::pinned) return Refused(errors::reservation_state(to_text(state_.state)));
  enter(ReservationState::consumed);
  return {};
}

Result<> Reservation::release() {
  if (state_.state == ReservationState::released || state_.state == ReservationState::expired) return {};
  if (state_.state == ReservationState::consumed) return Refused(errors::reservation_state(to_text(state_.state)));
  enter(ReservationState::released);
  events_.add(StockReleased{state_.lines});
  return {};
}

Result<> Reservation::expire(Timestamp now) {
  if (state_.state != ReservationState::held || now < state_.expires_at) {
    return Refused(errors::reservation_state(to_text(state_.state)));
  }
  enter(ReservationState::expired);
  events_.add(StockReservationExpired{state_.lines});
  return {};
}

bool Reservation::holds_stock() const {
  return state_.state == ReservationState::held || state_.state == ReservationState::pinned;
}

void Reservation::enter(ReservationState next) {
  state_.state = next;
  changed_ = true;
}

void Reservation::mark_saved() {
  ++state_.version;
  changed_ = false;
  events_.mark_stored();
  state_.event_sequence = events_.stored();
}

}  // namespace ddd::product
