#pragma once

#include <chrono>

#include <ddd/payment/application/ports/payment_gateway.hpp>

/// How the time that a call to the provider may take is spent.
namespace ddd::payment::stripe {

/// All requests of one call together; the rest up to kLongest is for what happens around them.
inline constexpr std::chrono::milliseconds kBudget = PaymentGateway::kLongest - std::chrono::milliseconds(500);
/// The first try, so that a repeat or a look has a chance.
inline constexpr std::chrono::milliseconds kFirstTry{3500};
/// Before a repeat: what failed a moment ago needs one.
inline constexpr std::chrono::milliseconds kPause{100};
/// With less than this left nothing is begun.
inline constexpr std::chrono::milliseconds kLeast{200};

[[nodiscard]] inline std::chrono::milliseconds left_until(std::chrono::steady_clock::time_point give_up_at) {
  return std::chrono::floor<std::chrono::milliseconds>(give_up_at - std::chrono::steady_clock::now());
}

}  // namespace ddd::payment::stripe
