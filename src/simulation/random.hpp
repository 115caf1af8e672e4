#pragma once

#include <array>
#include <chrono>
#include <cstdint>

namespace ddd::simulation {

using Micros = std::chrono::microseconds;

/// Seeded numbers (xoshiro256++): the only chance in a run, so that a seed tells all of it.
class Random {
 public:
  explicit Random(std::uint64_t seed);

  [[nodiscard]] std::uint64_t next();
  /// 0 … n - 1; n > 0.
  [[nodiscard]] std::uint64_t below(std::uint64_t n);
  /// Both ends included.
  [[nodiscard]] std::int64_t between(std::int64_t low, std::int64_t high);
  [[nodiscard]] Micros between(Micros low, Micros high) { return Micros(between(low.count(), high.count())); }
  /// True with that probability; draws in any case.
  [[nodiscard]] bool chance(double probability);

 private:
  std::array<std::uint64_t, 4> state_{};
};

}  // namespace ddd::simulation
