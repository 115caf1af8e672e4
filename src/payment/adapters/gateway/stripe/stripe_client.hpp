#pragma once

#include <chrono>
#include <expected>
#include <string>
#include <string_view>

#include <ddd/platform/async/task.hpp>
#include <ddd/platform/crypto/secret.hpp>
#include <ddd/platform/http/client.hpp>

namespace ddd::payment::stripe {

using Exchange = std::expected<http::IncomingResponse, http::ExchangeFailure>;

/// True for a key that moves real money (docs.stripe.com/keys).
[[nodiscard]] bool is_live_key(const crypto::Secret& api_key);

/// Requests in the provider's form, version 1 of its API. Judges nothing and repeats nothing. One per shard.
class StripeClient {
 public:
  /// The version whose objects wire.hpp describes; pinned, so that the account's setting doesn't matter.
  static constexpr std::string_view kVersion = "2024-06-20";

  /// `http` outlives it.
  StripeClient(http::Client& http, crypto::Secret api_key) : http_(http), api_key_(std::move(api_key)) {}

  /// `path` is percent-encoded. A repeat with the same key and form has one effect
  /// (docs.stripe.com/api/idempotent_requests). `traceparent` is the W3C header.
  [[nodiscard]] Task<Exchange> post(std::string path, std::string form, std::string key, std::string traceparent,
                                    std::chrono::milliseconds limit);
  [[nodiscard]] Task<Exchange> get(std::string path, std::string traceparent, std::chrono::milliseconds limit);

 private:
  [[nodiscard]] http::OutgoingRequest request(http::Method method, std::string path, std::string traceparent) const;

  http::Client& http_;
  crypto::Secret api_key_;
};

}  // namespace ddd::payment::stripe
