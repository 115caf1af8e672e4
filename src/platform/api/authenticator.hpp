#pragma once

#include <string_view>

#include <ddd/kernel/result.hpp>
#include <ddd/platform/context/call_context.hpp>

namespace ddd::api {

/// Verifies bearer tokens on a shard. Implementations cache verified tokens until they expire and check revoked
/// sessions on every use.
class Authenticator {
 public:
  virtual ~Authenticator() = default;
  /// Errors: `auth.invalid_token` (unauthenticated), the same for every reason.
  [[nodiscard]] virtual Result<Principal> authenticate(std::string_view token) = 0;
};

}  // namespace ddd::api
