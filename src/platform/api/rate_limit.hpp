#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include <ddd/kernel/error.hpp>
#include <ddd/platform/api/route.hpp>

namespace ddd::api {

/// What an address may still do: the values of the RateLimit headers (draft-ietf-httpapi-ratelimit-headers).
struct Allowance {
  std::string_view policy;  ///< names the limit, static storage; empty: there is none
  std::int64_t quota = 0;
  std::chrono::seconds window{0};
  std::int64_t remaining = 0;
  std::chrono::seconds full_in{0};  ///< until `remaining` is `quota` again, rounded up
};

/// Bounds how often one address may call. Owned once per process; callable from any shard.
class RateLimit {
 public:
  struct Verdict {
    /// Of kind `too_many`, with the seconds after which a repeat makes sense.
    std::optional<Error> refusal;
    Allowance allowance;
  };

  virtual ~RateLimit() = default;
  /// Counts this call.
  [[nodiscard]] virtual Verdict admit(const Route& route, std::string_view address) = 0;
};

}  // namespace ddd::api
