#pragma once

#include <ddd/kernel/clock.hpp>
#include <ddd/kernel/id_source.hpp>

namespace ddd {

class SystemClock final : public Clock {
 public:
  [[nodiscard]] Timestamp now() const override;
};

/// UUIDv7 from the clock and the operating system's random numbers (libsodium). Thread-safe.
class SystemIds final : public IdSource {
 public:
  explicit SystemIds(const Clock& clock) : clock_(clock) {}
  [[nodiscard]] Uuid next() override;

 private:
  const Clock& clock_;
};

}  // namespace ddd
