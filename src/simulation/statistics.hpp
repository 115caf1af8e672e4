#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

#include <ddd/payment/domain/payment_state.hpp>

namespace ddd::simulation {

/// What happened in one run or in many.
struct Statistics {
  using Edge = std::pair<payment::PaymentState, payment::PaymentState>;

  std::uint64_t runs = 0;
  std::uint64_t steps = 0;
  std::uint64_t virtual_seconds = 0;
  std::uint64_t requests = 0;   ///< of buyers and administrators
  std::uint64_t payments = 0;   ///< begun
  std::uint64_t purchases = 0;  ///< payments that were completed
  std::uint64_t writes = 0;     ///< durable ones
  std::map<Edge, std::uint64_t> edges;

  // Faults.
  std::uint64_t crashes = 0;
  std::uint64_t clock_steps = 0;
  std::uint64_t requests_lost = 0;
  std::uint64_t answers_lost = 0;
  std::uint64_t requests_repeated = 0;
  std::uint64_t messages_late = 0;
  std::uint64_t stores_away = 0;
  std::uint64_t provider_unclear = 0;
  std::uint64_t provider_recorded_500 = 0;
  std::uint64_t webhooks_lost = 0;
  std::uint64_t webhooks_repeated = 0;
  std::uint64_t events_repeated = 0;

  void add(const Statistics& other);
  /// For people: a line each.
  [[nodiscard]] std::string to_text() const;
};

}  // namespace ddd::simulation
