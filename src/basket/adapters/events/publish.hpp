#pragma once

#include <vector>

#include <ddd/basket/domain/basket.hpp>
#include <ddd/basket/domain/line_flags.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd::basket {

// The pending facts of each aggregate in the published language (ddd/contracts/basket), ready to be stored with the
// save.
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Basket& basket);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const LineFlags& flags);

}  // namespace ddd::basket
