#pragma once

#include <cstdint>

namespace ddd::payment::test {

/// The process died: thrown through everything, so that nothing after it runs.
struct Death {};

/// Where a process may die: whatever leaves the use cases passes here before and after its effect.
class Mortality {
 public:
  void pass() {
    if (++passed_ == dies_at_) throw Death{};
  }
  /// Counting from now; 0 is never.
  void die_at(std::int64_t pass) {
    passed_ = 0;
    dies_at_ = pass;
  }

 private:
  std::int64_t passed_ = 0;
  std::int64_t dies_at_ = 0;
};

}  // namespace ddd::payment::test
