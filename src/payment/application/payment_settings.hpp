#pragma once

#include <chrono>

namespace ddd::payment {

struct PaymentSettings {
  /// How long a request works on a payment before it answers 202 and leaves the rest to the recovery worker.
  std::chrono::milliseconds request_budget{8000};
  /// Whether a provider's own test method (pm_card_visa) may be given instead of a saved one: the sandbox and Stripe's
  /// test mode.
  bool test_methods = false;
};

}  // namespace ddd::payment
