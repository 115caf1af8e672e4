#include <utility>

#include <ddd/payment/adapters/gateway/stripe/request_rates.hpp>

namespace ddd::payment::stripe {
namespace {

constexpr int kPerSecond = 20;
constexpr int kBurst = 5;  // with those of a second: Stripe's 25

template <std::size_t... I>
std::array<TokenBucket, kOperations> full_buckets(std::index_sequence<I...>) {
  const auto bucket = [](std::size_t) { return TokenBucket(kPerSecond, kBurst); };
  return {bucket(I)...};
}

}  // namespace

RequestRates::RequestRates(std::string_view host)
    : is_limited_(host == "api.stripe.com"), buckets_(full_buckets(std::make_index_sequence<kOperations>())) {}

std::optional<TokenBucket::Duration> RequestRates::take(Operation operation, TokenBucket::TimePoint now,
                                                        TokenBucket::Duration longest_wait) {
  if (!is_limited_) return TokenBucket::Duration::zero();
  return buckets_[static_cast<std::size_t>(operation)].take(now, longest_wait);
}

}  // namespace ddd::payment::stripe
