#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <ddd/simulation/random.hpp>

namespace ddd::simulation {

/// What goes wrong in a run, as probabilities.
struct Faults {
  double loss = 0;           ///< of a message between processes, or of its answer
  double duplicate = 0;      ///< of a message that may come twice, a webhook, a published batch, a delivered event
  double crash = 0;          ///< of one process, at each step of the world
  double store_away = 0;     ///< of a store or the bus, at each call
  double indeterminate = 0;  ///< of a request to the provider: lost, answered too late, failed with or without effect
  double recorded_500 = 0;   ///< of a request to the provider: it failed, and says so for ever under that key
  double decline = 0;        ///< of a card
  double action = 0;         ///< of a card that needs its owner's word
  bool clock_steps = false;  ///< somebody sets the clocks by up to five minutes

  /// Of "swarm", "calm", "network", "crashes", "provider", "stores".
  [[nodiscard]] static std::optional<Faults> of_profile(std::string_view name, Random& random);
  [[nodiscard]] static std::vector<std::string_view> profiles();
  [[nodiscard]] std::string to_text() const;
};

}  // namespace ddd::simulation
