#pragma once

#include <ddd/platform/time/system_clock.hpp>
#include <ddd/simulation/simulate.hpp>

namespace ddd::simulation::test {

/// What a test lends to its runs.
struct Lent {
  SystemClock clock;
  std::unique_ptr<Log> log =
      Log::to_file("/dev/null", {.service = "simulation", .level = LogLevel::error, .queue = 16}, clock).value();
  metrics::Registry metrics;

  [[nodiscard]] Instruments instruments() { return {*log, metrics}; }
  [[nodiscard]] Outcome run(std::uint64_t seed, const Plan& plan = {}, const Wrappers& wrappers = {}) {
    return simulate(seed, plan, instruments(), wrappers);
  }
};

/// For a failed expectation: what was broken, and how to see it again.
[[nodiscard]] inline std::string told(const Outcome& outcome, const Plan& plan) {
  std::string text = "ddd-simulate --replay " + std::to_string(outcome.seed) + " --profile " + plan.profile +
                     " --buyers " + std::to_string(plan.buyers) + " --rounds " + std::to_string(plan.rounds) + "\n" +
                     outcome.faults.to_text() + "\n";
  for (const auto& violation : outcome.violations) text += violation.promise + ": " + violation.what + "\n";
  return text;
}

}  // namespace ddd::simulation::test
