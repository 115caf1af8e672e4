#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/domain/payment_state.hpp>

namespace ddd::payment {

/// One row of the append-only transition log.
struct Transition {
  std::int64_t sequence = 0;  ///< +1 per transition of its payment, from 1
  std::optional<PaymentState> from;
  PaymentState to = PaymentState::created;
  Timestamp at;
  std::string reason;  ///< empty where the states say it all
};

}  // namespace ddd::payment
