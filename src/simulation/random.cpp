#include <bit>

#include <ddd/simulation/random.hpp>

namespace ddd::simulation {

// The state is filled by splitmix64, as the authors of xoshiro advise: neighbouring seeds give unlike sequences.
Random::Random(std::uint64_t seed) {
  for (auto& word : state_) {
    seed += 0x9e3779b97f4a7c15;
    auto mixed = seed;
    mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9;
    mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111eb;
    word = mixed ^ (mixed >> 31);
  }
}

std::uint64_t Random::next() {
  const auto result = std::rotl(state_[0] + state_[3], 23) + state_[0];
  const auto t = state_[1] << 17;
  state_[2] ^= state_[0];
  state_[3] ^= state_[1];
  state_[1] ^= state_[2];
  state_[0] ^= state_[3];
  state_[2] ^= t;
  state_[3] = std::rotl(state_[3], 45);
  return result;
}

std::uint64_t Random::below(std::uint64_t n) {
  return next() % n;
}

std::int64_t Random::between(std::int64_t low, std::int64_t high) {
  return low + static_cast<std::int64_t>(below(static_cast<std::uint64_t>(high - low) + 1));
}

bool Random::chance(double probability) {
  constexpr double kUnit = 1.0 / static_cast<double>(std::uint64_t{1} << 53);
  return static_cast<double>(next() >> 11) * kUnit < probability;
}

}  // namespace ddd::simulation
