#pragma once

#include <vector>

#include <ddd/payment/domain/payment.hpp>
#include <ddd/payment/domain/wallet.hpp>
#include <ddd/platform/messaging/event.hpp>

namespace ddd::payment {

// The pending facts of each aggregate in the published language (ddd/contracts/payment), ready to be stored with the
// save.
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Payment& payment);
[[nodiscard]] std::vector<OutgoingEvent> outgoing(const Wallet& wallet);

}  // namespace ddd::payment
