#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include <ddd/kernel/timestamp.hpp>

namespace ddd::sandbox {

/// How long a key is remembered: docs.stripe.com/api/idempotent_requests, "after they're at least 24 hours old".
inline constexpr std::chrono::hours kKeyLife{24};
/// The same page: "up to 255 characters".
inline constexpr std::size_t kLongestKey = 255;

/// The first answer that a key got. Stripe saves "the resulting status code and body of the first request made for any
/// given idempotency key, regardless of whether it succeeds or fails", 500 included, once the endpoint began to
/// execute.
struct KeyRecord {
  std::string key;
  std::string fingerprint;  ///< of method, path and parameters
  int status = 200;
  std::string body;
  std::string request_id;  ///< of the request that was executed
  Timestamp created_at;

  friend bool operator==(const KeyRecord&, const KeyRecord&) = default;
};

enum class KeyUse {
  execute,  ///< new, or so old that it is forgotten: the same key then executes again
  replay,   ///< answer what is recorded
  misuse,   ///< other parameters than the first time
};

/// Stripe compares "incoming parameters to those of the original request and errors if they're not the same".
[[nodiscard]] KeyUse use_of_key(const std::optional<KeyRecord>& record, std::string_view fingerprint, Timestamp now);

}  // namespace ddd::sandbox
