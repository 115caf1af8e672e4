#include <chrono>

#include <sodium.h>

#include <ddd/platform/time/system_clock.hpp>

namespace ddd {

Timestamp SystemClock::now() const {
  return std::chrono::floor<std::chrono::microseconds>(std::chrono::system_clock::now());
}

Uuid SystemIds::next() {
  std::array<std::uint8_t, 10> random{};
  randombytes_buf(random.data(), random.size());
  return Uuid::v7(clock_.now(), random);
}

}  // namespace ddd
