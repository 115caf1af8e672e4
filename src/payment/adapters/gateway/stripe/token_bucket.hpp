#pragma once

#include <atomic>
#include <chrono>
#include <optional>

namespace ddd::payment::stripe {

/// Spaces out requests: `burst` at once, then `per_second`, so at most their sum in any one second. Callable from any
/// thread, without a lock.
class TokenBucket {
 public:
  using TimePoint = std::chrono::steady_clock::time_point;
  using Duration = std::chrono::nanoseconds;

  /// Both from 1.
  TokenBucket(int per_second, int burst) : interval_(std::chrono::seconds(1)), burst_(burst) {
    interval_ /= per_second;
  }

  /// Takes the next token and tells how long to wait before using it. Nothing, and nothing is taken, when that would be
  /// longer than `longest_wait`.
  [[nodiscard]] std::optional<Duration> take(TimePoint now, Duration longest_wait);

 private:
  Duration interval_;
  int burst_;
  std::atomic<Duration::rep> full_at_{0};  ///< when all tokens will be back, in steady_clock's time
};

}  // namespace ddd::payment::stripe
