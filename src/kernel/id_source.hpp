#pragma once

#include <ddd/kernel/id.hpp>

namespace ddd {

/// Where new identifiers come from, as a port: simulation and tests supply a seeded one. Callable from any thread.
class IdSource {
 public:
  virtual ~IdSource() = default;
  /// A fresh UUIDv7, unique and increasing with time.
  [[nodiscard]] virtual Uuid next() = 0;

  template <class Id>
  [[nodiscard]] Id make() {
    return Id::make(next());
  }
};

}  // namespace ddd
