#include <array>

#include <fmt/core.h>

#include <ddd/simulation/faults.hpp>

namespace ddd::simulation {
namespace {

constexpr std::array<std::string_view, 6> kProfiles{"swarm", "calm", "network", "crashes", "provider", "stores"};

/// Half of the runs go without a fault: one that is always there hides what only the others show.
double drawn(Random& random, double most) {
  const bool on = random.chance(0.5);
  return on ? most * static_cast<double>(random.between(1, 100)) / 100 : 0;
}

}  // namespace

std::vector<std::string_view> Faults::profiles() {
  return {kProfiles.begin(), kProfiles.end()};
}

std::optional<Faults> Faults::of_profile(std::string_view name, Random& random) {
  const bool all = name == "swarm";
  Faults faults;
  if (name == "calm") return faults;
  // Buyers are what they are in every profile.
  faults.decline = drawn(random, 0.3);
  faults.action = drawn(random, 0.3);
  if (all || name == "network") {
    faults.loss = drawn(random, 0.3);
    faults.duplicate = drawn(random, 0.5);
  }
  if (all || name == "crashes") {
    // Mostly far below one in a hundred: a purchase takes about as many steps.
    const double root = drawn(random, 0.1);
    faults.crash = root * root;
    faults.clock_steps = random.chance(0.3);
  }
  if (all || name == "stores") faults.store_away = drawn(random, 0.1);
  if (all || name == "provider") {
    faults.indeterminate = drawn(random, 0.3);
    faults.recorded_500 = drawn(random, 0.1);
  }
  if (!all && name != "network" && name != "crashes" && name != "stores" && name != "provider") return std::nullopt;
  return faults;
}

std::string Faults::to_text() const {
  return fmt::format(
      "loss {:.3f}, duplicates {:.3f}, crashes {:.4f}, store away {:.3f}, indeterminate {:.3f}, recorded 500 {:.3f}, "
      "declines {:.3f}, actions {:.3f}, clock steps {}",
      loss, duplicate, crash, store_away, indeterminate, recorded_500, decline, action, clock_steps ? "yes" : "no");
}

}  // namespace ddd::simulation
