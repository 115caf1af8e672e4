#pragma once

#include <optional>
#include <string>

#include <ddd/kernel/timestamp.hpp>
#include <ddd/payment/application/views.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::payment {

/// Renders the answer of a payment request; a plain function of the protocol adapter.
using RenderOutcome = StoredAnswer (*)(const CallContext& call, const PaymentOutcome& outcome);

/// On whose behalf a payment is moved on: a client's request, or the recovery worker's round.
struct Errand {
  std::string owner;     ///< the lease's
  Timestamp give_up_at;  ///< between steps, not within one
  bool is_new = false;
  bool gives_up = false;           ///< the client wants no sale: that it ends without one is no refusal
  RenderOutcome render = nullptr;  ///< null: nobody waits for an answer
  int tries = 0;                   ///< rounds without progress so far
};

}  // namespace ddd::payment
