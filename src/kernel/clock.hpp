#pragma once

#include <ddd/kernel/timestamp.hpp>

namespace ddd {

/// The wall clock as a port: simulation and tests supply their own. Callable from any thread.
class Clock {
 public:
  virtual ~Clock() = default;
  [[nodiscard]] virtual Timestamp now() const = 0;
};

}  // namespace ddd
