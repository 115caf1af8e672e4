#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <ddd/simulation/faults.hpp>
#include <ddd/simulation/statistics.hpp>
#include <ddd/simulation/surroundings.hpp>

namespace ddd::simulation {

struct Plan {
  std::string profile = "swarm";  ///< of Faults::profiles()
  int buyers = 8;
  int rounds = 8;  ///< of each buyer
  int products = 6;
};

/// What one seed came to.
struct Outcome {
  std::uint64_t seed = 0;
  std::uint64_t trace = 0;  ///< equal in every run of the seed, by the same program
  Faults faults;
  std::vector<Violation> violations;
  Statistics statistics;
};

/// Runs the shop of one seed: opens it, lets buyers in while things go wrong, then heals it and waits until everything
/// has come to its end. Everything that happens follows from the seed and the plan. Throws std::invalid_argument for an
/// unknown profile.
[[nodiscard]] Outcome simulate(std::uint64_t seed, const Plan& plan, Instruments instruments,
                               const Wrappers& wrappers = {});

}  // namespace ddd::simulation
