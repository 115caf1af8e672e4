#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include <ddd/platform/api/rate_limit.hpp>
#include <ddd/platform/api/rate_table.hpp>

namespace ddd::api {

/// The limits of one process by the address of the peer: of all requests, and of logins besides. An IPv6 address counts
/// by its first 64 bits, since whoever has one has them all. Requests that a provider signs are not limited: they prove
/// themselves, and what is lost of them comes again.
class AddressLimits final : public RateLimit {
 public:
  struct Options {
    std::int64_t requests_per_second = 0;  ///< 0: no limit
    std::int64_t logins_per_minute = 0;    ///< 0: no limit
  };
  /// `now` is for tests.
  explicit AddressLimits(Options options, std::function<RateTable::Time()> now = std::chrono::steady_clock::now);

  [[nodiscard]] Verdict admit(const Route& route, std::string_view address) override;

 private:
  struct Limit {
    Limit(std::string_view policy, std::int64_t quota, std::chrono::seconds window);
    [[nodiscard]] Verdict take(std::uint64_t key, RateTable::Time now);

    std::string_view policy;
    std::int64_t quota;
    std::chrono::seconds window;
    RateTable table;
  };

  std::function<RateTable::Time()> now_;
  std::uint64_t seed_;  ///< nobody outside knows which addresses meet in the tables
  std::optional<Limit> requests_;
  std::optional<Limit> logins_;
};

/// What a client's address counts as: itself, or the network of an IPv6 address.
[[nodiscard]] std::string limited_address(std::string_view address);

}  // namespace ddd::api
