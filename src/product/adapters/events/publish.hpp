#pragma once

#include <vector>

#include <ddd/platform/messaging/event.hpp>
#include <ddd/product/domain/product.hpp>
#include <ddd/product/domain/reservation.hpp>
#include <ddd/product/domain/stock.hpp>

namespace ddd::product {

// The pending facts of each aggregate in the published language (ddd/contracts/product), ready to be stored with the
// save.
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Product& product);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Stock& stock);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Reservation& reservation);
/// The one fact of its subject, since it may be about a reservation that doesn't exist.
[[nodiscard]] OutgoingEvent outgoing(const StockConsumeFailed& failure);

}  // namespace ddd::product
