#pragma once

#include <array>
#include <optional>
#include <string_view>

#include <ddd/payment/adapters/gateway/stripe/operation.hpp>
#include <ddd/payment/adapters/gateway/stripe/token_bucket.hpp>

namespace ddd::payment::stripe {

/// How fast this process may ask. Stripe allows 25 requests a second for each of its endpoints
/// (docs.stripe.com/rate-limits); any other host is ours and takes what comes. One per process, shared by its shards;
/// callable from any thread.
class RequestRates {
 public:
  /// `host` is where the requests go, as in http::Origin.
  explicit RequestRates(std::string_view host);

  /// How long to wait before asking; nothing when that would be longer than `longest_wait`.
  [[nodiscard]] std::optional<TokenBucket::Duration> take(Operation operation, TokenBucket::TimePoint now,
                                                          TokenBucket::Duration longest_wait);

 private:
  bool is_limited_;
  std::array<TokenBucket, kOperations> buckets_;
};

}  // namespace ddd::payment::stripe
