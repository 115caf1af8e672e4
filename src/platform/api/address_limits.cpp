#include <algorithm>
#include <random>

#include <boost/asio/ip/address.hpp>

#include <ddd/platform/api/address_limits.hpp>
#include <ddd/platform/api/errors.hpp>

namespace ddd::api {
namespace {

using std::chrono::ceil, std::chrono::seconds;

std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32) | device();
}

/// The final mix of MurmurHash3: every bit of the result depends on every bit of both.
std::uint64_t mixed(std::uint64_t hash, std::uint64_t seed) {
  hash ^= seed;
  hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccdULL;
  hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53ULL;
  return hash ^ (hash >> 33);
}

std::uint64_t hash_of(std::string_view address) {
  // Most addresses are counted as they are, and need no copy.
  if (address.find(':') == std::string_view::npos) return std::hash<std::string_view>()(address);
  return std::hash<std::string>()(limited_address(address));
}

}  // namespace

std::string limited_address(std::string_view address) {
  std::string text(address);
  if (address.find(':') == std::string_view::npos) return text;
  boost::system::error_code error;
  const auto v6 = boost::asio::ip::make_address_v6(text, error);
  if (error) return text;
  if (v6.is_v4_mapped()) return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, v6).to_string();
  auto bytes = v6.to_bytes();
  std::fill(bytes.begin() + 8, bytes.end(), 0);
  return boost::asio::ip::address_v6(bytes).to_string();
}

AddressLimits::Limit::Limit(std::string_view policy, std::int64_t quota, seconds window)
    : policy(policy), quota(quota), window(window), table({.quota = quota, .window = window}) {}

RateLimit::Verdict AddressLimits::Limit::take(std::uint64_t key, RateTable::Time now) {
  const auto taken = table.take(key, now);
  Verdict verdict{.refusal = std::nullopt,
                  .allowance = {.policy = policy,
                                .quota = quota,
                                .window = window,
                                .remaining = taken.remaining,
                                .full_in = ceil<seconds>(taken.full_in)}};
  if (!taken.admitted) {
    const auto wait = std::max(ceil<seconds>(taken.retry_in), seconds(1));
    verdict.refusal = errors::too_many_requests(static_cast<int>(wait.count()));
  }
  return verdict;
}

AddressLimits::AddressLimits(Options options, std::function<RateTable::Time()> now)
    : now_(std::move(now)), seed_(random_seed()) {
  if (options.requests_per_second > 0) requests_.emplace("requests", options.requests_per_second, seconds(1));
  if (options.logins_per_minute > 0) logins_.emplace("logins", options.logins_per_minute, seconds(60));
}

RateLimit::Verdict AddressLimits::admit(const Route& route, std::string_view address) {
  auto* logins = route.rate == RateClass::login && logins_ ? &*logins_ : nullptr;
  if (route.access == Access::provider || (!requests_ && logins == nullptr)) return {};
  const auto key = mixed(hash_of(address), seed_);
  const auto now = now_();
  Verdict verdict;
  if (requests_) verdict = requests_->take(key, now);
  // Of two limits the answer tells the one that is the nearest.
  if (logins != nullptr && !verdict.refusal) verdict = logins->take(key, now);
  return verdict;
}

}  // namespace ddd::api
