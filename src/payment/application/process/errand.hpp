#pragma once

#include <chrono>
#include <optional>
#include <string>

#include <ddd/payment/application/views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Renders the answer of a payment request; a plain function of the protocol adapter.
using RenderOutcome = StoredAnswer (*)(const CallContext& call, const PaymentOutcome& outcome);

/// On whose behalf a payment is moved on: a client's request, or the recovery worker's round.
struct Errand {
  std::string owner;                 ///< the lease's
  std::chrono::steady_clock::time_point give_up_at;  ///< between steps, not within one
  bool is_new = false;
  RenderOutcome render = nullptr;    ///< null: nobody waits for an answer
  int tries = 0;                     ///< rounds without progress so far
};

}  // namespace ddd::payment
