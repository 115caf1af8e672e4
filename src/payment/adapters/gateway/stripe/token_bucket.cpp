#include <algorithm>

#include <ddd/payment/adapters/gateway/stripe/token_bucket.hpp>

namespace ddd::payment::stripe {

std::optional<TokenBucket::Duration> TokenBucket::take(TimePoint now, Duration longest_wait) {
  const auto at = std::chrono::duration_cast<Duration>(now.time_since_epoch());
  auto full_at = full_at_.load();
  for (;;) {
    const auto full_after = std::max(Duration(full_at), at) + interval_;
    const auto wait = std::max(full_after - at - burst_ * interval_, Duration::zero());
    if (wait > longest_wait) return std::nullopt;
    if (full_at_.compare_exchange_weak(full_at, full_after.count())) return wait;
  }
}

}  // namespace ddd::payment::stripe
