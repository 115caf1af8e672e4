#pragma once

#include <algorithm>
#include <chrono>

namespace ddd::payment {

/// How long to wait after so many rounds without progress: 1, 2, 4, ... 60 seconds, then every five minutes.
[[nodiscard]] inline std::chrono::seconds backoff(int tries) {
  constexpr std::chrono::seconds kLong{60};
  if (tries >= 12) return std::chrono::seconds(300);
  return std::min(std::chrono::seconds(1LL << std::min(tries, 6)), kLong);
}

}  // namespace ddd::payment
