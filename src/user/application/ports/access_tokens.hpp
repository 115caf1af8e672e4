#pragma once

#include <chrono>

#include <ddd/kernel/result.hpp>
#include <ddd/kernel/timestamp.hpp>
#include <ddd/platform/context/call_context.hpp>
#include <ddd/platform/crypto/secret.hpp>

namespace ddd::user {

struct AccessToken {
  crypto::Secret text;
  std::chrono::seconds lifetime{0};
};

/// What a good access token says.
struct AccessFacts {
  Principal principal;
  Timestamp expires_at;
};

/// Makes and checks the short-lived tokens that every call carries.
class AccessTokens {
 public:
  virtual ~AccessTokens() = default;
  [[nodiscard]] virtual AccessToken issue(const Principal& principal, Timestamp now) = 0;
  /// Error: `auth.invalid_token` (unauthenticated), the same for every reason.
  [[nodiscard]] virtual Result<AccessFacts> verify(const crypto::Secret& token, Timestamp now) = 0;
};

}  // namespace ddd::user
