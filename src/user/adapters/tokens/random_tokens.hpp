#pragma once

#include <ddd/user/application/ports/opaque_tokens.hpp>

namespace ddd::user {

/// 43 characters of base64url out of the operating system's random numbers.
class RandomTokens final : public OpaqueTokens {
 public:
  [[nodiscard]] OpaqueToken make() override;
  [[nodiscard]] TokenHash hash_of(const crypto::Secret& token) const override;
};

}  // namespace ddd::user
